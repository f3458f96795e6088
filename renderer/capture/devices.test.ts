import { expect, test } from 'vitest';
import { openDevices } from './devices.ts';
import { chooseMimeType } from './recorder.ts';

function mediaThatRefuses(name: string, kinds: string[]): { media: MediaDevices; asked: MediaStreamConstraints[] } {
  const asked: MediaStreamConstraints[] = [];
  const media = {
    getUserMedia: (constraints: MediaStreamConstraints) => {
      asked.push(constraints);
      return Promise.reject(new DOMException('refused', name));
    },
    enumerateDevices: () => Promise.resolve(kinds.map((kind) => ({ kind }))),
  } as unknown as MediaDevices;
  return { media, asked };
}

test.each([
  ['NotAllowedError', ['videoinput', 'audioinput'], 'permission_denied'],
  ['NotFoundError', ['audioinput'], 'no_camera'],
  ['NotFoundError', ['videoinput'], 'no_microphone'],
  ['NotReadableError', ['videoinput', 'audioinput'], 'device_busy'],
])('%s with %j is %s', async (name, kinds, code) => {
  const { media } = mediaThatRefuses(name, kinds);
  expect(await openDevices({ camera: true, microphone: true }, media)).toMatchObject({ ok: false, error: { code } });
});

test('one call asks for both devices, without gain control or noise suppression', async () => {
  const { media, asked } = mediaThatRefuses('NotAllowedError', []);
  await openDevices({ camera: true, microphone: true }, media);
  expect(asked).toHaveLength(1);
  expect(asked.at(0)?.audio).toEqual({ echoCancellation: true, autoGainControl: false, noiseSuppression: false });
});

test('the recording type is the first supported, audio only without a camera', () => {
  expect(chooseMimeType(true, () => true)).toBe('video/x-matroska;codecs=avc1,opus');
  expect(chooseMimeType(true, (type) => type.includes('vp8'))).toBe('video/webm;codecs=vp8,opus');
  expect(chooseMimeType(false, () => true)).toBe('audio/webm;codecs=opus');
  expect(chooseMimeType(true, () => false)).toBeUndefined();
});
