/**
 * Makes renderer/public/vision/: the face model with the metadata MediaPipe Tasks insists on, its WebAssembly, licence and notice.
 *
 * The npm model lacks NormalizationOptions ("Input tensor has type float32 …"). A new FlatBuffers root table is put in
 * front of the untouched model bytes; offsets into the old file are shifted, nothing inside it changes.
 * Schemas: tensorflow/lite/schema/schema.fbs (Model) and tflite-support metadata_schema.fbs (ModelMetadata).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** (pixel − 127.5) / 127.5: what the model was trained with. */
const PIXEL_MEAN = 127.5;
const PIXEL_DEVIATION = 127.5;

type Field = { kind: 'u8' | 'u32'; value: number } | { kind: 'offset' };

const FIELD_BYTES = { u8: 1, u32: 4, offset: 4 } as const;
const OFFSET: Field = { kind: 'offset' };

/** Writes FlatBuffers front to back: tables and vectors first, their offsets linked when the target is known. */
class FlatWriter {
  private bytes: number[] = [];

  get position(): number {
    return this.bytes.length;
  }

  align(to: number): void {
    while (this.bytes.length % to > 0) this.bytes.push(0);
  }

  raw(values: Iterable<number>): void {
    this.bytes.push(...values);
  }

  u32(at: number, value: number): void {
    for (let byte = 0; byte < 4; byte += 1) this.bytes[at + byte] = (value >>> (8 * byte)) & 0xff;
  }

  /** Makes the offset stored at `at` point to `target`. */
  link(at: number, target: number): void {
    this.u32(at, target - at);
  }

  /** Writes vtable and table; `slot` tells where each field lies. */
  table(fields: ReadonlyMap<number, Field>, fieldCount: number): { position: number; slot(field: number): number } {
    this.align(4);
    const vtable = this.position;
    const layout = new Map<number, number>();
    let size = 4;
    for (const [field, { kind }] of [...fields].sort(([, a], [, b]) => FIELD_BYTES[b.kind] - FIELD_BYTES[a.kind])) {
      layout.set(field, size);
      size += FIELD_BYTES[kind];
    }
    size = (size + 3) & ~3;
    const header = [
      4 + 2 * fieldCount,
      size,
      ...Array.from({ length: fieldCount }, (_, field) => layout.get(field) ?? 0),
    ];
    this.raw(header.flatMap((value) => [value & 0xff, value >>> 8]));
    this.align(4);
    const position = this.position;
    this.raw(new Uint8Array(size));
    this.u32(position, position - vtable);
    const slot = (field: number): number => position + layout.get(field)!;
    for (const [field, content] of fields) {
      if (content.kind === 'u8') this.bytes[slot(field)] = content.value;
      if (content.kind === 'u32') this.u32(slot(field), content.value);
    }
    return { position, slot };
  }

  /** A vector of `length` 4-byte elements, zeroed; element i lies at the returned position + 4 + 4i. */
  vector(length: number): number {
    this.align(4);
    const position = this.position;
    this.raw(new Uint8Array(4 + 4 * length));
    this.u32(position, length);
    return position;
  }

  text(value: string): number {
    this.align(4);
    const position = this.position;
    const encoded = Buffer.from(value);
    this.raw(new Uint8Array(4));
    this.u32(position, encoded.length);
    this.raw([...encoded, 0]);
    return position;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

function offsets(...fields: number[]): Map<number, Field> {
  return new Map(fields.map((field) => [field, OFFSET]));
}

/** ModelMetadata with one sub-graph, one input tensor "image" and its NormalizationOptions. */
function normalizationMetadata(mean: number, deviation: number): Uint8Array {
  const writer = new FlatWriter();
  writer.raw([0, 0, 0, 0, ...Buffer.from('M001')]);
  const model = writer.table(offsets(3, 7), 8);
  writer.link(0, model.position);
  const subGraphs = writer.vector(1);
  writer.link(model.slot(3), subGraphs);
  const subGraph = writer.table(offsets(2), 10);
  writer.link(subGraphs + 4, subGraph.position);
  const inputs = writer.vector(1);
  writer.link(subGraph.slot(2), inputs);
  const tensor = writer.table(offsets(0, 4), 7);
  writer.link(inputs + 4, tensor.position);
  writer.link(tensor.slot(0), writer.text('image'));
  const processUnits = writer.vector(1);
  writer.link(tensor.slot(4), processUnits);
  const normalizationOptionsTag: Field = { kind: 'u8', value: 1 };
  const processUnit = writer.table(
    new Map<number, Field>([
      [0, normalizationOptionsTag],
      [1, OFFSET],
    ]),
    2,
  );
  writer.link(processUnits + 4, processUnit.position);
  const normalization = writer.table(offsets(0, 1), 2);
  writer.link(processUnit.slot(1), normalization.position);
  for (const [field, value] of [mean, deviation].entries()) {
    const vector = writer.vector(1);
    writer.u32(vector + 4, Buffer.from(new Float32Array([value]).buffer).readUInt32LE());
    writer.link(normalization.slot(field), vector);
  }
  writer.link(model.slot(7), writer.text('1.0.0'));
  writer.align(16);
  return writer.finish();
}

/**
 * Puts a new root table with a TFLITE_METADATA buffer before an unchanged .tflite model.
 *
 * @throws when `model` is not a TFLite file.
 */
export function withNormalizationMetadata(model: Buffer, mean: number, deviation: number): Buffer {
  if (model.toString('latin1', 4, 8) !== 'TFL3') throw new Error('not a TFLite model: the file identifier is missing');
  const root = model.readUInt32LE(0);
  const vtable = root - model.readInt32LE(root);
  const fieldCount = (model.readUInt16LE(vtable) - 4) / 2;
  const fieldOffset = (field: number): number => (field < fieldCount ? model.readUInt16LE(vtable + 4 + 2 * field) : 0);
  const target = (field: number): number => {
    const at = root + fieldOffset(field);
    return at + model.readUInt32LE(at);
  };
  const oldBuffers = target(4);
  const bufferCount = model.readUInt32LE(oldBuffers);
  const metadata = normalizationMetadata(mean, deviation);

  const writer = new FlatWriter();
  writer.raw([0, 0, 0, 0, ...Buffer.from('TFL3')]);
  const carriedOver = [1, 2, ...(fieldOffset(3) > 0 ? [3] : [])];
  const version: Field = { kind: 'u32', value: model.readUInt32LE(root + fieldOffset(0)) };
  const table = writer.table(
    new Map<number, Field>([[0, version], ...offsets(1, 2, 4, 6, ...carriedOver.slice(2))]),
    8,
  );
  writer.link(0, table.position);
  const buffers = writer.vector(bufferCount + 1);
  writer.link(table.slot(4), buffers);
  const entries = writer.vector(1);
  writer.link(table.slot(6), entries);
  const bufferIndex: Field = { kind: 'u32', value: bufferCount };
  const entry = writer.table(
    new Map<number, Field>([
      [0, OFFSET],
      [1, bufferIndex],
    ]),
    2,
  );
  writer.link(entries + 4, entry.position);
  writer.link(entry.slot(0), writer.text('TFLITE_METADATA'));
  const buffer = writer.table(offsets(0), 1);
  writer.link(buffers + 4 + 4 * bufferCount, buffer.position);
  // Buffer data must lie on 16 bytes; its length word comes just before.
  writer.align(16);
  writer.raw(new Uint8Array(12));
  const data = writer.position;
  writer.raw(new Uint8Array(4));
  writer.u32(data, metadata.length);
  writer.raw(metadata);
  writer.link(buffer.slot(0), data);
  writer.align(16);

  const shift = writer.position;
  for (const field of carriedOver) writer.link(table.slot(field), shift + target(field));
  for (let index = 0; index < bufferCount; index += 1) {
    const at = oldBuffers + 4 + 4 * index;
    writer.link(buffers + 4 + 4 * index, shift + at + model.readUInt32LE(at));
  }
  return Buffer.concat([writer.finish(), model]);
}

const NOTICE = `This folder is made at build time from two npm packages by Google LLC, both under the Apache License 2.0 (LICENSE.txt):

- face-short.tflite: face_detection_short_range.tflite of @mediapipe/face_detection 0.4.1646425229. CHANGED: a metadata
  header (input normalisation ${PIXEL_MEAN}/${PIXEL_DEVIATION}) was put in front of the model; the model itself is untouched.
- vision_wasm_module_internal.js and .wasm: @mediapipe/tasks-vision 0.10.35, unchanged.
`;

/** Writes what is missing or different below `target`; returns the names written. */
export function writeVisionFolder(root: string, target: string): string[] {
  const modules = join(root, 'node_modules');
  const wasm = join(modules, '@mediapipe/tasks-vision/wasm');
  const model = readFileSync(join(modules, '@mediapipe/face_detection/face_detection_short_range.tflite'));
  const files: [string, Buffer][] = [
    ['face-short.tflite', withNormalizationMetadata(model, PIXEL_MEAN, PIXEL_DEVIATION)],
    ['vision_wasm_module_internal.js', readFileSync(join(wasm, 'vision_wasm_module_internal.js'))],
    ['vision_wasm_module_internal.wasm', readFileSync(join(wasm, 'vision_wasm_module_internal.wasm'))],
    ['LICENSE.txt', readFileSync(join(modules, 'typescript/LICENSE'))],
    ['NOTICE.txt', Buffer.from(NOTICE)],
  ];
  mkdirSync(target, { recursive: true });
  const changed = files.filter(([name, content]) => {
    const path = join(target, name);
    return !existsSync(path) || !readFileSync(path).equals(content);
  });
  for (const [name, content] of changed) writeFileSync(join(target, name), content);
  return changed.map(([name]) => name);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  writeVisionFolder(root, join(root, 'renderer/public/vision'));
}
