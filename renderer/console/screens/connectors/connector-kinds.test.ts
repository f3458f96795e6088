import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ConnectorConfiguration } from '#connectors/result/registry.ts';
import { shownSettings, withKeptSecrets } from '#connectors/result/secret-settings.ts';
import { LOCALES } from '#shared/localized.ts';
import {
  CONNECTOR_KIND_NAMES,
  CONNECTOR_KINDS,
  entriesOf,
  settingsOf,
  type ConnectorField,
} from './connector-kinds.ts';

const KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** What a person types, by field. */
const TYPED: Readonly<Record<string, string>> = {
  folder: '/srv/hr/in',
  formats: 'csv pdf',
  address: 'sftp://hub@sftp.example.com/in',
  hostKey: `SHA256:${'A'.repeat(43)}`,
  password: 'a-password-of-theirs',
  privateKey: 'k'.repeat(120),
  url: 'https://hr.example.com/hooks?token=0123456789',
  source: 'https://hub.example.com',
  keys: `${KEY} ${KEY}`,
  database: 'prod',
  login: 'hub',
  apiKey: 'a-key-of-theirs',
  apiSecret: 'a-secret-of-theirs',
  appId: 'cli_a1b2c3d4',
  appSecret: 'a-secret-of-the-app',
  integrationId: 'workday:1',
  secret: 'SEC0123456789',
  jobs: 'assembly-operator = 7\nstore-associate：8',
};

function filledIn(fields: readonly ConnectorField[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entriesOf(fields, {})).map(([name, initial]) => [name, TYPED[name] ?? initial]),
  );
}

test('there is a form for every kind, and its fields are all settings there are', () => {
  const shapes = ConnectorConfiguration.options.map(({ shape }) => shape);
  expect([...CONNECTOR_KIND_NAMES].sort()).toEqual(shapes.map(({ kind }) => kind.value).sort());
  for (const shape of shapes) {
    const known = Object.keys(shape).filter((name) => !['id', 'kind'].includes(name));
    const asked = CONNECTOR_KINDS[shape.kind.value].map(({ name }) => name);
    // left to what it is without being asked: the protocol of Odoo follows its version, a chat has no mapping
    const left = known.filter((name) => !asked.includes(name));
    expect([shape.kind.value, left.filter((name) => name !== 'api' && name !== 'mapping')]).toEqual([
      shape.kind.value,
      [],
    ]);
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  }
});

test.each(CONNECTOR_KIND_NAMES)('what the form of %s makes is taken, and comes back into the form', (kind) => {
  const fields = CONNECTOR_KINDS[kind];
  const made = settingsOf(fields, filledIn(fields));
  const parsed = ConnectorConfiguration.safeParse({ ...made, kind, id: 'one' });
  expect(parsed.success ? null : z.prettifyError(parsed.error)).toBeNull();
  if (!parsed.success) return;
  // opened again and saved as it is: the same settings, the secrets those of before
  const { settings } = shownSettings(parsed.data);
  const again = settingsOf(fields, entriesOf(fields, settings));
  const kept = withKeptSecrets({ ...again, kind, id: 'one' }, parsed.data);
  expect(ConnectorConfiguration.parse(kept)).toEqual(parsed.data);
});

test('a secret that is cleared is taken away; the control keeps it', () => {
  const fields = CONNECTOR_KINDS['chat-robot'];
  expect(settingsOf(fields, { secret: '' }, new Set(['secret']))).toMatchObject({ secret: null });
  expect(settingsOf(fields, { secret: '' })).not.toHaveProperty('secret');
});

test.each(LOCALES)('every kind, field and choice has its words in %s', (locale) => {
  const texts = z
    .object({
      connectors: z.object({
        kinds: z.record(z.string(), z.string()),
        fields: z.record(z.string(), z.string()),
        choices: z.record(z.string(), z.record(z.string(), z.string())),
      }),
    })
    .parse(
      JSON.parse(
        readFileSync(
          new URL(`../../../../resources/locales/${locale}/console-connectors.json`, import.meta.url),
          'utf8',
        ),
      ),
    ).connectors;
  const all: readonly ConnectorField[] = Object.values(CONNECTOR_KINDS).flat();
  expect(CONNECTOR_KIND_NAMES.filter((kind) => texts.kinds[kind] === undefined)).toEqual([]);
  expect(all.filter(({ name }) => texts.fields[name] === undefined)).toEqual([]);
  const choices = all.flatMap((field) =>
    field.type === 'choice' ? field.options.map((option) => [field.name, option] as const) : [],
  );
  expect(choices.filter(([name, option]) => texts.choices[name]?.[option] === undefined)).toEqual([]);
});
