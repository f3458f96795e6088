import { expect, test } from 'vitest';
import { hubRefusal, type Lookup, probeModelRefusal } from './setting-addresses.ts';

const standsFor =
  (...addresses: string[]): Lookup =>
  async () =>
    addresses.map((address) => ({ address }));
const unknown: Lookup = async () => {
  throw new Error('ENOTFOUND');
};

test.each(['https://hub.example.com', 'http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])(
  'head office may be at %s',
  (address) => expect(hubRefusal(address)).toBeNull(),
);

test.each(['http://hub.example.com', 'http://192.168.1.20', 'http://127.example.com'])(
  'head office may not be at %s: others could read along',
  (address) => expect(hubRefusal(address)).toMatch(/https/),
);

test.each(['http://127.0.0.1:8080/v1', 'http://[::1]:8080', 'https://192.168.1.20', 'https://[fd00::1]'])(
  'the follow-up model may be at %s',
  async (address) => expect(await probeModelRefusal(address)).toBeNull(),
);

test.each(['https://8.8.8.8', 'http://8.8.8.8', 'https://[2001:db8::1]', 'https://172.32.0.1'])(
  'the follow-up model may not be at %s, in the outside world',
  async (address) => expect(await probeModelRefusal(address)).toMatch(/outside/),
);

test('beyond this machine the follow-up model needs https', async () => {
  expect(await probeModelRefusal('http://192.168.1.20:8080')).toMatch(/https/);
  expect(await probeModelRefusal('http://model.lan:8080', standsFor('192.168.1.20'))).toMatch(/https/);
  expect(await probeModelRefusal('https://model.lan', standsFor('192.168.1.20'))).toBeNull();
});

test('every address that a name stands for has to be private', async () => {
  const lookup = standsFor('192.168.1.20', '8.8.8.8');
  expect(await probeModelRefusal('https://model.example.com', lookup)).toMatch(/outside/);
});

test('a name that stands for nothing yet may be saved, with https', async () => {
  expect(await probeModelRefusal('https://model.lan', unknown)).toBeNull();
  expect(await probeModelRefusal('http://localhost:8080', unknown)).toBeNull();
  expect(await probeModelRefusal('http://model.lan', unknown)).toMatch(/https/);
});
