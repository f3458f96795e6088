import { afterAll, beforeAll, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { PartnerCreated } from '#shared/hub/checks.ts';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { ImportReport } from '#shared/hub/imports.ts';
import { pageOf } from '#shared/hub/page.ts';
import { bombPdf, encryptedPdf, resumePdf, scannedPdf } from '#connectors/resume/pdf-files.fake.ts';
import { startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';

const Page = pageOf(CandidateSummary);
let bench: FlowBench;
beforeAll(async () => {
  bench = await startFlowBench();
});
afterAll(() => bench.close());

/** GB18030 of ordinary characters is what `iconv` writes; Node only reads it. 姓名 手机 王芳. */
const GB = { 姓名: [0xd0, 0xd5, 0xc3, 0xfb], 手机: [0xca, 0xd6, 0xbb, 0xfa], 王芳: [0xcd, 0xf5, 0xb7, 0xbc] };

async function upload(bytes: string | Uint8Array<ArrayBuffer>, query = '', contentType = 'text/csv') {
  const response = await fetch(`${bench.hub.url}/v1/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.hub.token}`, 'content-type': contentType },
    body: bytes,
  });
  return { status: response.status, json: await response.json() };
}
async function preview(
  bytes: string | Uint8Array<ArrayBuffer>,
  query = '',
  contentType = 'text/csv',
): Promise<ImportReport> {
  const { status, json } = await upload(bytes, query, contentType);
  expect({ status, json }).toMatchObject({ status: 200 });
  return ImportReport.parse(json);
}
const commit = async (id: string) => ImportReport.parse((await bench.ask('POST', `/v1/imports/${id}/commit`)).json);
const search = async (q: string) =>
  Page.parse((await bench.ask('GET', `/v1/candidates?limit=200&q=${encodeURIComponent(q)}`)).json).items;

test('a CSV is read, looked at, committed once, and the same file again changes nothing', async () => {
  const csv = [
    '\uFEFF姓名;手机;电子邮箱;技能;候选人编号',
    '陈一;138 1111 0001;Chen@Example.com;叉车、夜班;7',
    '"陈,二";138 1111 0002;;;8',
    '陈三;打电话给我;;;9',
    ';138 1111 0004;;;10',
    '陈五;138 1111 0005',
    '陈六;138 1111 0001;;;11',
  ].join('\r\n');
  const seen = await preview(csv, 'jobId=store-associate&system=moka');
  expect(seen).toMatchObject({
    state: 'previewed',
    reading: { encoding: 'utf-8', delimiter: 'semicolon', 'column 手机': 'phone', 'column 候选人编号': 'external_id' },
    counts: { ready: 3, rejected: 3 },
  });
  expect(await search('陈一')).toEqual([]);
  const done = await commit(seen.id);
  expect(done).toMatchObject({
    state: 'committed',
    counts: { ready: 0, new: 2, needs_decision: 1, rejected: 3, matched: 0 },
  });
  expect(done.rows.filter(({ state }) => state === 'rejected').map(({ number }) => number)).toEqual([4, 5, 6]);
  expect(await search('陈一')).toMatchObject([
    {
      phones: ['+8613811110001'],
      emails: ['chen@example.com'],
      skills: ['叉车', '夜班'],
      applications: [{ stageId: 'screening' }],
    },
  ]);
  expect(await search('陈,二')).toHaveLength(1);
  const again = await commit((await preview(csv, 'jobId=store-associate&system=moka')).id);
  expect(again).toEqual(done);
  const changed = await commit((await preview(`${csv}\r\n`, 'jobId=store-associate&system=moka')).id);
  expect(changed.counts).toMatchObject({ new: 0, needs_decision: 0, matched: 3 });
  expect(await search('陈一')).toHaveLength(1);
});

test('rejected rows can be taken away with their numbers and sentences', async () => {
  const { id } = await preview('name,phone\nA,=cmd\nB,13811110009');
  const response = await fetch(`${bench.hub.url}/v1/imports/${id}/rejects.csv`, {
    headers: { authorization: `Bearer ${bench.hub.token}` },
  });
  expect(response.headers.get('content-type')).toContain('text/csv');
  expect(await response.text()).toBe(
    '\uFEFF"row","原因","reason"\r\n"2","电话号码无法识别。","A telephone number cannot be read."\r\n'.slice(1),
  );
});

test.each([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
])('%s is found out', async (name, sign) => {
  const report = await preview(`name${sign}"e-mail"\n"Quoted ""${sign}"" ${name}"${sign}${name}@example.com`);
  expect(report).toMatchObject({ reading: { delimiter: name }, rows: [{ name: `Quoted "${sign}" ${name}` }] });
});

test('GB18030 is found out, and refused when told otherwise', async () => {
  const comma = 0x2c;
  const bytes = new Uint8Array([...GB.姓名, comma, ...GB.手机, 0x0a, ...GB.王芳, comma, ...Buffer.from('13811110010')]);
  expect(await preview(bytes)).toMatchObject({ reading: { encoding: 'gb18030' }, rows: [{ name: '王芳' }] });
  expect(await upload(bytes, 'encoding=utf-8')).toMatchObject({ status: 422, json: { code: 'unusable' } });
});

test('a file without a column for the name says which columns there are; a mapping puts it right', async () => {
  const asked = await preview('Bewerber,phone\nJo,13811110011');
  expect(asked).toMatchObject({
    reading: { 'column Bewerber': '—', 'column phone': 'phone' },
    counts: { ready: 0, rejected: 1 },
    rows: [{ state: 'rejected', name: null, problem: { en: expect.stringContaining('No column is the name') } }],
  });
  expect((await commit(asked.id)).counts).toMatchObject({ new: 0, rejected: 1 });
  const mapping = encodeURIComponent(JSON.stringify({ Bewerber: 'name' }));
  expect(await preview('Bewerber,phone\nJo,13811110011', `mapping=${mapping}`)).toMatchObject({
    rows: [{ name: 'Jo' }],
  });
  // known by its name, and wrong
  const wrong = encodeURIComponent(JSON.stringify({ code: 'ignore' }));
  expect(await preview('name,code\nJo,NL', `mapping=${wrong}`)).toMatchObject({ reading: { 'column code': '—' } });
  expect(await preview('name,code\nJo,NL')).toMatchObject({ reading: { 'column code': 'invitation_code' } });
  expect(await upload('')).toMatchObject({ status: 400 });
  expect(await upload('name\n"torn')).toMatchObject({ status: 422 });
});

test('JSON Resume is checked by its published schema; skills become tags', async () => {
  const resumes = [
    {
      basics: { name: 'Ana', email: 'ana@example.com', phone: '+8613811110020' },
      skills: [{ name: 'Forklift', keywords: ['Night shift'] }],
    },
    { basics: { name: 'Bo', email: 'not an address' } },
    { basics: {} },
  ];
  const seen = await preview(JSON.stringify(resumes), '', 'application/json');
  expect(seen.counts).toMatchObject({ ready: 1, rejected: 2 });
  expect(seen.rows[1]?.problem?.en).toContain('/basics/email');
  await commit(seen.id);
  const [ana] = await search('ana@example.com');
  expect(ana?.skills).toEqual(['forklift', 'night shift']);
  expect((await bench.ask('GET', `/v1/candidates/${ana?.id ?? ''}`)).json).toMatchObject({ resume: resumes[0] });
});

const PDF = 'application/pdf';
const bytesOf = (pdf: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(pdf);

test('a PDF with text is read, put right by a person, and taken in once', { timeout: 300_000 }, async () => {
  const pdf = bytesOf(
    await resumePdf([
      { kind: 'title', text: '个人简历' },
      { kind: 'text', text: '电话：13811110051  邮箱：yun@example.com' },
      { kind: 'heading', text: '专业技能' },
      { kind: 'text', text: '叉车、夜班' },
      { kind: 'heading', text: '兴趣爱好' },
      { kind: 'text', text: '钢琴' },
    ]),
  );
  const seen = await preview(pdf, 'jobId=store-associate&name=yun.pdf', PDF);
  // no name stands there, and none is made up
  expect(seen).toMatchObject({
    kind: 'pdf',
    reading: { 'name from': 'none' },
    counts: { ready: 0, rejected: 1 },
    rows: [
      {
        name: '',
        phones: ['+8613811110051'],
        emails: ['yun@example.com'],
        skills: ['叉车', '夜班'],
        problem: { en: 'No name was found: type it.' },
      },
    ],
  });
  const said = { name: '云一', phones: ['13811110052'], emails: ['yun@example.com'], skills: ['叉车', '收银'] };
  const put = (body: unknown, number = 1) => bench.ask('PATCH', `/v1/imports/${seen.id}/rows/${number}`, body);
  expect(await put({ ...said, phones: ['call me'] })).toMatchObject({ json: { counts: { ready: 0, rejected: 1 } } });
  expect(await put({ ...said, name: ' ' })).toMatchObject({ status: 400 });
  expect(await put(said, 2)).toMatchObject({ status: 404 });
  expect(await put(said)).toMatchObject({ status: 200, json: { counts: { ready: 1, rejected: 0 } } });
  // the same document again is the same import, as it was put right
  expect(await preview(pdf, 'jobId=store-associate&name=copy.pdf', PDF)).toMatchObject({
    id: seen.id,
    rows: [{ name: '云一' }],
  });
  expect((await commit(seen.id)).counts).toMatchObject({ new: 1 });
  expect(await search('云一')).toMatchObject([
    { phones: ['+8613811110052'], skills: expect.arrayContaining(['叉车', '收银']), applications: [{}] },
  ]);
  expect(await put(said)).toMatchObject({ status: 409 });
  expect(
    await preview('name,phone\nJo,13811110053').then(({ id }) => bench.ask('PATCH', `/v1/imports/${id}/rows/2`, said)),
  ).toMatchObject({ status: 409 });
});

test(
  'scans, locked, damaged and hostile PDFs are rejects with a next step; the hub goes on',
  { timeout: 240_000 },
  async () => {
    const cases: [Uint8Array, string][] = [
      [await scannedPdf(), 'pictures only'],
      [await encryptedPdf(), 'locked with a password'],
      [new Uint8Array(Buffer.from('%PDF-1.7 torn')), 'damaged'],
      [await bombPdf(600), 'too much memory or time'],
    ];
    for (const [pdf, words] of cases) {
      const reading = preview(bytesOf(pdf), '', PDF);
      // others are answered meanwhile
      expect(await search('nobody at all')).toEqual([]);
      const report = await reading;
      expect(report).toMatchObject({ counts: { ready: 0, rejected: 1 }, rows: [{ name: null }] });
      expect(report.rows[0]?.problem?.en).toContain(words);
      // nothing was read, so there is nothing to put right
      const said = { name: 'Jo', phones: [], emails: [], skills: [] };
      expect(await bench.ask('PATCH', `/v1/imports/${report.id}/rows/1`, said)).toMatchObject({ status: 409 });
    }
  },
);

test('a channel sends a signed candidate: once for each id, known again by the channel own id, refused when forged', async () => {
  const partner = PartnerCreated.parse(
    (await bench.ask('POST', '/v1/partners', { id: 'zhaopin', kind: 'recruiting_channel', name: 'Zhaopin' })).json,
  );
  const send = async (id: string, name: string, secret = partner.secret) => {
    const body = JSON.stringify({
      type: 'candidate.applied',
      data: { id: 'c-1', jobId: 'store-associate', resume: { basics: { name, phone: '13811110030' } } },
    });
    const at = new Date();
    const response = await fetch(`${bench.hub.url}/v1/channels/zhaopin/candidates`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body,
    });
    return { status: response.status, json: await response.json() };
  };
  const forged = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  expect(await send('m-1', '赵一', forged)).toMatchObject({ status: 401, json: { code: 'signature_invalid' } });
  expect(await search('赵一')).toEqual([]);
  const first = await send('m-1', '赵一');
  expect(first).toMatchObject({ status: 200, json: { state: 'new' } });
  expect(await send('m-1', '赵一')).toEqual(first);
  expect(await send('m-1', '别人')).toMatchObject({ status: 409 });
  expect(await send('m-2', '赵一一')).toMatchObject({ json: { state: 'matched' } });
  expect(await search('13811110030')).toHaveLength(1);
  expect(JSON.stringify((await bench.ask('GET', '/v1/partners')).json)).not.toContain(partner.secret.slice(6));
});
