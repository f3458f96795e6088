import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Problem } from '#shared/wire/problem.ts';
import { SCOPES } from '#shared/wire/scope.ts';
import { countsInMemory } from '../http/rate-counts.fake.ts';
import { buildServer, type Routes } from '../http/server.ts';
import { type RunningHub, startHub } from '../hub.ts';

const PERSONAL = new Set(['records:read', 'candidates:read', 'workflow:read', 'results:read']);

const Operation = z.looseObject({
  summary: z.string().optional(),
  'x-scope': z.string().optional(),
  'x-audit': z.string().optional(),
  security: z.array(z.unknown()).optional(),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
});
const Document = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), Operation)) });
type Document = z.infer<typeof Document>;

let dataDir = '';
let hub: RunningHub;
let document: Document;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-openapi-'));
  hub = await startHub({ dataDir });
  document = Document.parse(await (await fetch(`${hub.url}/v1/openapi.json`)).json());
});
afterAll(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Complaints of the published validator, and every `$ref` that leads nowhere. */
async function faultsOf(described: Record<string, unknown>): Promise<unknown[]> {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(described));
  const text = JSON.stringify(described);
  const names = Object.keys(
    z.looseObject({ schemas: z.looseObject({}).default({}) }).parse(described['components'] ?? {}).schemas,
  );
  const dangling = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)]
    .map(([, name = '']) => name)
    .filter((name) => !names.includes(name));
  return [...(result.valid ? [] : [result.errors]), ...dangling];
}

test('the description is OpenAPI 3.1 and nothing in it leads nowhere', async () => {
  expect(document.openapi).toBe('3.1.0');
  expect(await faultsOf(document)).toEqual([]);
  // the checks see what they should see
  const broken = JSON.parse(
    JSON.stringify(document).replaceAll('"#/components/schemas/Problem"', '"#/components/schemas/Gone"'),
  );
  expect(await faultsOf(broken)).not.toEqual([]);
  expect(await faultsOf({ ...document, info: {} })).not.toEqual([]);
});

test('the page about it comes from the hub alone', async () => {
  const page = await fetch(`${hub.url}/docs/`);
  expect(page.status).toBe(200);
  const sources = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);
  expect(sources.length).toBeGreaterThan(2);
  for (const source of sources) {
    expect(new URL(source, page.url).origin).toBe(hub.url);
    expect({ source, status: (await fetch(new URL(source, page.url))).status }).toEqual({ source, status: 200 });
  }
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
});

test('every operation says who may call it, what it does and what it answers, and is closed to everybody else', async () => {
  const faults: string[] = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = `${method} ${path}`;
      if ((operation.summary ?? '').length < 10) faults.push(`${name}: no summary`);
      if (!Object.keys(operation.responses).some((status) => status.startsWith('2'))) faults.push(`${name}: no answer`);
      if (operation.responses['4XX']?.content?.['application/problem+json'] === undefined)
        faults.push(`${name}: no problem`);
      const scope = operation['x-scope'];
      const isPublic = scope === undefined;
      if (isPublic !== (operation.security?.length === 0)) faults.push(`${name}: security`);
      if (scope !== undefined && !['anyone', 'vendor'].includes(scope) && !SCOPES.some((known) => known === scope))
        faults.push(`${name}: ${scope}`);
      const status = (await fetch(hub.url + path.replaceAll(/\{\w+\}/g, 'x'), { method: method.toUpperCase() })).status;
      if (isPublic ? status === 404 || status === 401 : status !== 401)
        faults.push(`${name}: ${status} without credentials`);
    }
  }
  expect(faults).toEqual([]);
  const open = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.values(operations).some((operation) => operation['x-scope'] === undefined) ? [path] : [],
  );
  // whoever adds to these says why
  expect(open.toSorted()).toEqual(PUBLIC_PATHS);
});
/** A kiosk comes with a code, and changes its key with both signatures. Providers and channels sign what they send. A link to a report carries the hub's own signature. Health proves who we are; one signs in without being signed in; the description is the same everywhere. */
const PUBLIC_PATHS = [
  '/v1/channels/{id}/candidates',
  '/v1/checks/{id}/result',
  '/v1/device-keys',
  '/v1/enrolments',
  '/v1/health',
  '/v1/invitations/accept',
  '/v1/openapi.json',
  '/v1/report-links/{place}/{signature}',
  '/v1/sign-in',
];

describe('a server of its own', () => {
  const lines: string[] = [];
  const serverWith = (routes: Routes) =>
    buildServer({
      authenticators: [
        async () => ({ kind: 'person', id: 'p1', name: 'Min', scopes: new Set(['candidates:read']), sites: null }),
      ],
      routes: [routes],
      trail: { audit: async (_actor, action, subject) => void lines.push(`${action} ${subject}`) },
      counts: countsInMemory(),
      log: () => undefined,
    });
  const Named = z.object({ name: z.string() }).meta({ id: 'Named' });
  const traps = serverWith((server) => {
    server.route({
      method: 'POST',
      url: '/v1/named/:id',
      config: { scope: 'candidates:read', audit: 'named.read' },
      schema: { summary: 'Takes a name', body: Named, response: { 200: Named, 400: Problem } },
      handler: async () => ({ name: 'x', secret: 'hidden' }),
    });
    server.route({
      method: 'POST',
      url: '/v1/wrong',
      config: { scope: 'candidates:read' },
      schema: { summary: 'Answers what it did not announce', body: z.unknown(), response: { 200: Named } },
      // the compiler would see it; a store that answers something else would not
      handler: async () => JSON.parse('{"nam":1}'),
    });
    server.route({ method: 'GET', url: '/v1/forgotten', handler: async () => 'open' });
  });
  const post = (url: string, payload: object) => traps.inject({ method: 'POST', url, payload });
  afterAll(() => traps.close());

  test('a route without a scope is closed, also to people', async () => {
    expect((await traps.inject('/v1/forgotten')).json()).toMatchObject({ code: 'forbidden' });
  });

  test('named schemas are told once and found (trap 1)', async () => {
    const described = (await traps.inject('/v1/openapi.json')).json();
    expect(Object.keys(described.components.schemas)).toEqual(expect.arrayContaining(['Named', 'Problem']));
    expect(await faultsOf(described)).toEqual([]);
  });

  test('a declared 400 does not turn a bad request into a failure of ours (trap 2)', async () => {
    const refused = await post('/v1/named/7', { name: 7 });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ code: 'bad_request', issues: [{ path: '/name' }] });
  });

  test('a body that is not JSON is described (trap 3)', () => {
    expect(document.paths['/v1/batches']?.['post']?.requestBody).toMatchObject({
      content: { 'application/x-ndjson': {} },
    });
  });

  test('an answer has nothing but what was announced; another shape is a failure of ours (trap 4)', async () => {
    expect((await post('/v1/named/7', { name: 'x' })).json()).toEqual({ name: 'x' });
    expect(lines).toEqual(['named.read 7']);
    const wrong = await post('/v1/wrong', {});
    expect(wrong.statusCode).toBe(500);
    expect(wrong.json()).toMatchObject({ code: 'internal' });
  });
});

test('a bomb does not unfold beyond its limit (trap 5)', async () => {
  const answer = await fetch(`${hub.url}/v1/batches`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${hub.token}`,
      'content-type': 'application/x-ndjson',
      'content-encoding': 'zstd',
      'idempotency-key': 'a'.repeat(32),
      'anteroom-device-id': 'kiosk-1',
      'anteroom-record-count': '1',
      'anteroom-content-sha256': 'a'.repeat(64),
    },
    body: new Uint8Array(zstdCompressSync(Buffer.alloc(70_000_000))),
  });
  expect(answer.status).toBe(413);
});

test('whoever reads personal data leaves a line in the audit log', () => {
  const reads = Object.entries(document.paths).flatMap(([path, { get }]) =>
    get === undefined ? [] : [{ path, ...get }],
  );
  const personal = reads.filter((operation) => PERSONAL.has(operation['x-scope'] ?? ''));
  expect(personal.length).toBeGreaterThan(2);
  expect(personal.filter((operation) => operation['x-audit'] === undefined).map(({ path }) => path)).toEqual([]);
});
