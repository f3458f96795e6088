import { expect, test } from 'vitest';
import { anteroom, command, csvFile } from './run-command.ts';

const times = (row: string, n: number) => `${row}\n`.repeat(n);
const SEXES = `sex,hired\n${times('M,yes', 667)}${times('M,no', 1390 - 667)}${times('F,yes', 555)}${times('F,no', 1181 - 555)}`;

test('the rule’s own example through the command line, to six digits', async () => {
  const { code, out } = await anteroom('audit', await csvFile(SEXES), '--group', 'sex', '--outcome', 'hired', '--json');
  expect(code).toBe(0);
  const { audit, peoplePerGroupNeeded } = JSON.parse(out);
  const [women, men] = audit.tables[0].categories;
  expect(women).toMatchObject({ category: ['F'], n: 1181, hits: 555, verdict: 'no_sign' });
  expect(women.rate).toBeCloseTo(0.469941, 6);
  expect(women.impactRatio).toBeCloseTo(0.979337, 6);
  expect(women.test.z).toBeCloseTo(-0.50171, 5);
  expect(women.test.fisherP).toBeCloseTo(0.634486, 6);
  expect(men).toMatchObject({ impactRatio: 1, verdict: 'reference' });
  expect(peoplePerGroupNeeded).toBeGreaterThan(388);
});

test('two columns are crossed; a score counts above the median of all; unknown people are counted', async () => {
  const rows = Array.from({ length: 240 }, (_, index) => {
    const sex = index % 2 === 0 ? 'F' : 'M';
    const origin = index % 10 === 9 ? 'unknown' : index % 4 < 2 ? 'x' : 'y';
    return `${sex},${origin},${index % 2 === 0 ? 40 + (index % 20) : 45 + (index % 30)}`;
  });
  const file = await csvFile(`sex,origin,points\n${rows.join('\n')}\n`);
  const { code, out } = await command(
    'audit',
    file,
    '--group',
    'sex',
    '--group',
    'origin',
    '--score',
    'points',
    '--json',
  );
  expect(code).toBe(0);
  const { audit } = JSON.parse(out);
  expect(audit).toMatchObject({ kind: 'scoring', people: 240, columns: ['sex', 'origin'] });
  expect(audit.tables).toHaveLength(3);
  expect(audit.tables[1].unknown.n).toBe(24);
  expect(audit.tables[0].categories[0].d).toBeLessThan(-0.2);
});

test('small groups: no ratio for a site, everything for an auditor, and the table to publish', async () => {
  const file = await csvFile(`race,hired\n${times('W,1', 2)}${times('W,0', 8)}${times('M,1', 15)}${times('M,0', 10)}`);
  const words = ['audit', file, '--group', 'race', '--outcome', 'hired'];
  const site = JSON.parse((await command(...words, '--json')).out).audit.tables[0];
  expect(site.categories.map(({ impactRatio }: { impactRatio: number | null }) => impactRatio)).toEqual([null, null]);
  const auditor = JSON.parse((await command(...words, '--auditor', '--json')).out).audit.tables[0];
  expect(auditor.categories[1].impactRatio).toBeCloseTo(1 / 3, 10);
  expect(auditor.categories[1].test.zP).toBeCloseTo(0.03243865, 8);
  expect(auditor.categories[1].test).toMatchObject({ used: 'fisher', p: expect.closeTo(0.0599078, 7) });
  expect(auditor.categories[1].verdict).toBe('too_few');
  const published = await command(...words, '--published');
  expect(published.out.split('\n').slice(0, 3)).toEqual([
    'Table,race,# of Applicants,# Selected,Selection Rate,Impact Ratio,Note',
    'race,M,25,15,0.600000,1.000000,',
    'race,W,10,2,0.200000,0.333333,',
  ]);
});

test('a person reads a table with words for the verdicts', async () => {
  const { out } = await command('audit', await csvFile(SEXES), '--group', 'sex', '--outcome', 'hired');
  expect(out).toContain('2571 people');
  expect(out).toMatch(/F +1181 +555 +0\.4699 +0\.9793 .* no sign/);
  expect(out).toContain('"No sign" is not proof of fairness.');
});

test('Chinese from a spreadsheet, in GB18030 and with semicolons', async () => {
  const rows = `性别;录用\n${times('女;是', 40)}${times('女;否', 40)}${times('男;是', 60)}${times('男;否', 40)}`;
  // the bytes of the few characters above in GB18030
  const codes: Readonly<Record<string, readonly number[]>> = {
    性: [0xd0, 0xd4],
    别: [0xb1, 0xf0],
    录: [0xc2, 0xbc],
    用: [0xd3, 0xc3],
    女: [0xc5, 0xae],
    男: [0xc4, 0xd0],
    是: [0xca, 0xc7],
    否: [0xb7, 0xf1],
  };
  const bytes = Buffer.from(rows.split('').flatMap((letter) => codes[letter] ?? [letter.charCodeAt(0)]));
  const { code, out } = await command('audit', await csvFile(bytes), '--group', '性别', '--outcome', '录用', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).audit.tables[0].categories[0]).toMatchObject({ category: ['女'], n: 80, hits: 40 });
});

test('every mistake is a sentence that says where, and exit code 2', async () => {
  const good = await csvFile('sex,hired\nF,1\n');
  const said = async (...words: string[]) => {
    const { code, out, err } = await command('audit', ...words);
    expect(out).toBe('');
    expect(code).toBe(2);
    return err.trim();
  };
  const by = ['--group', 'sex', '--outcome', 'hired'];
  expect(await said(await csvFile('sex,hired\nF,1\nM,perhaps\n'), ...by)).toMatch(
    /^Line 3, column "hired": "perhaps" is neither yes nor no/,
  );
  expect(await said(await csvFile('sex,points\nF,1\nM,12x\n'), '--group', 'sex', '--score', 'points')).toBe(
    'Line 3, column "points": "12x" is not a number.',
  );
  expect(await said(await csvFile('sex,hired\nF,1\nM\n'), ...by)).toBe('Line 3 has 1 cells, the header 2.');
  expect(await said(await csvFile('sex,hired\nF,"1\n'), ...by)).toMatch(/^Line \d is not CSV/);
  expect(await said(await csvFile(''), ...by)).toMatch(/^The file is empty/);
  expect(await said(await csvFile('sex,hired\n'), ...by)).toBe('The file has a header and no rows.');
  expect(await said(await csvFile('sex,sex,hired\nF,F,1\n'), ...by)).toMatch(/^The column "sex" is there twice/);
  expect(await said(await csvFile(Buffer.from([0xff, 0xff, 0xff])), ...by)).toMatch(/^The file is not text/);
  expect(await said(good, '--group', 'race', '--outcome', 'hired')).toBe(
    'There is no column "race". The columns are: sex, hired.',
  );
  expect(await said(good, '--group', 'sex')).toMatch(/^Say either --outcome/);
  expect(await said(good, '--outcome', 'hired')).toMatch(/^Say --group/);
  expect(await said(`${good}.none`, ...by)).toMatch(/cannot be read/);
  // and so as a program
  expect(await anteroom('audit', good, '--group', 'race', '--outcome', 'hired')).toMatchObject({ code: 2, out: '' });
});
