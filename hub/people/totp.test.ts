import { describe, expect, test } from 'vitest';
import { otpauthUri, stepOfCode, toBase32, totpCode, totpStep } from './totp.ts';

/** The seeds of RFC 6238, appendix B (errata 2866: one of its own for each algorithm). */
const SEEDS = {
  sha1: Buffer.from('12345678901234567890'),
  sha256: Buffer.from('12345678901234567890123456789012'),
  sha512: Buffer.from('1234567890123456789012345678901234567890123456789012345678901234'),
} as const;

describe('RFC 6238, appendix B', () => {
  test.each([
    [59, 'sha1', '94287082'],
    [59, 'sha256', '46119246'],
    [59, 'sha512', '90693936'],
    [1_111_111_109, 'sha1', '07081804'],
    [1_111_111_109, 'sha256', '68084774'],
    [1_111_111_109, 'sha512', '25091201'],
    [1_111_111_111, 'sha1', '14050471'],
    [1_111_111_111, 'sha256', '67062674'],
    [1_111_111_111, 'sha512', '99943326'],
    [1_234_567_890, 'sha1', '89005924'],
    [1_234_567_890, 'sha256', '91819424'],
    [1_234_567_890, 'sha512', '93441116'],
    [2_000_000_000, 'sha1', '69279037'],
    [2_000_000_000, 'sha256', '90698825'],
    [2_000_000_000, 'sha512', '38618901'],
    [20_000_000_000, 'sha1', '65353130'],
    [20_000_000_000, 'sha256', '77737706'],
    [20_000_000_000, 'sha512', '47863826'],
  ] as const)('at %i s with %s it is %s', (seconds, algorithm, code) => {
    expect(totpCode(SEEDS[algorithm], totpStep(seconds * 1000), { digits: 8, algorithm })).toBe(code);
    // the control: another seed, another code
    expect(totpCode(Buffer.from('another seed, not it'), totpStep(seconds * 1000), { digits: 8, algorithm })).not.toBe(
      code,
    );
  });
});

test('RFC 4226, appendix D: the first ten codes of six digits', () => {
  const codes = Array.from({ length: 10 }, (_, step) => totpCode(SEEDS.sha1, step));
  expect(codes).toEqual([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ]);
});

describe('a code as it is typed', () => {
  const secret = SEEDS.sha1;
  const atMs = 1_764_316_800_000;
  const step = totpStep(atMs);
  const find = (code: string, afterStep = 0) => stepOfCode(secret, code, { atMs, afterStep });

  test('is taken of now, the step before and the step after, no further', () => {
    expect([-2, -1, 0, 1, 2].map((drift) => find(totpCode(secret, step + drift)))).toEqual([
      null,
      step - 1,
      step,
      step + 1,
      null,
    ]);
  });

  test('is used up with those before it', () => {
    expect(find(totpCode(secret, step), step)).toBeNull();
    expect(find(totpCode(secret, step - 1), step)).toBeNull();
    expect(find(totpCode(secret, step + 1), step)).toBe(step + 1);
  });

  test('is six digits and nothing else', () => {
    const right = totpCode(secret, step);
    for (const typed of ['', ` ${right}`, `${right}0`, right.slice(1), 'abcdef', '１２３４５６'])
      expect(find(typed)).toBeNull();
  });
});

test('base32 as RFC 4648 writes it, and the address of the QR code', () => {
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase32(Buffer.from(text)))).toEqual([
    '',
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
  const uri = new URL(otpauthUri(SEEDS.sha1, 'min zhou@example.com'));
  expect(uri.pathname).toContain('Anteroom%3Amin%20zhou%40example.com');
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: toBase32(SEEDS.sha1), issuer: 'Anteroom' });
});
