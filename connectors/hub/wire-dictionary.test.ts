import { expect, test } from 'vitest';
import { WIRE_DICTIONARY } from './wire-dictionary.ts';

test('a released dictionary never changes: kiosks and hubs of other releases have the same bytes under this id', () => {
  expect(WIRE_DICTIONARY.id).toBe('8955a32fdfa0ea44');
});
