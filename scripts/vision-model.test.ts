import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { withNormalizationMetadata, writeVisionFolder } from './vision-model.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MODEL = join(ROOT, 'node_modules/@mediapipe/face_detection/face_detection_short_range.tflite');

test('the model itself is untouched behind a header of whole 16-byte lines', () => {
  const model = readFileSync(MODEL);
  const changed = withNormalizationMetadata(model, 127.5, 127.5);
  const header = changed.length - model.length;
  expect(changed.subarray(header).equals(model)).toBe(true);
  expect(header % 16).toBe(0);
  expect(changed.toString('latin1', 4, 8)).toBe('TFL3');
  expect(changed.subarray(0, header).includes('TFLITE_METADATA')).toBe(true);
});

test('something else than a model is refused', () => {
  expect(() => withNormalizationMetadata(Buffer.alloc(64), 127.5, 127.5)).toThrow('not a TFLite model');
});

test('the folder is written once, with licence and notice', () => {
  const target = mkdtempSync(join(tmpdir(), 'anteroom-vision-'));
  try {
    expect(writeVisionFolder(ROOT, target).sort()).toEqual([
      'LICENSE.txt',
      'NOTICE.txt',
      'face-short.tflite',
      'vision_wasm_module_internal.js',
      'vision_wasm_module_internal.wasm',
    ]);
    expect(writeVisionFolder(ROOT, target)).toEqual([]);
    expect(readFileSync(join(target, 'NOTICE.txt'), 'utf8')).toContain('CHANGED');
  } finally {
    rmSync(target, { recursive: true });
  }
});
