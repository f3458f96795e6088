import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import type { RowReading } from './row-reading.ts';

const ajv = new Ajv({ strict: false, allErrors: false });
addFormats(ajv);
// read, not imported: the built program would need an attribute at the import, which the bundler takes away
const schemaFile = fileURLToPath(import.meta.resolve('@jsonresume/schema/schema.json'));
const isResume = ajv.compile(z.looseObject({}).parse(JSON.parse(readFileSync(schemaFile, 'utf8'))));

/** What is taken out of a résumé; the rest is kept as it is. */
const Resume = z.looseObject({
  basics: z.looseObject({
    name: z.string().trim().min(1).max(120),
    email: z.string().optional(),
    phone: z.string().optional(),
  }),
  skills: z.array(z.looseObject({ name: z.string().optional(), keywords: z.array(z.string()).optional() })).default([]),
});

/** Reads one JSON Resume document (schema 1.x of jsonresume.org). Skill tags are the names and keywords under `skills`. */
export function readResume(value: unknown): RowReading {
  if (!isResume(value)) {
    const [error] = isResume.errors ?? [];
    const where = error?.instancePath === undefined || error.instancePath === '' ? '/' : error.instancePath;
    return {
      problem: {
        'zh-CN': `不是有效的 JSON Resume：${where} ${error?.message ?? ''}`.trim(),
        en: `Not a valid JSON Resume: ${where} ${error?.message ?? ''}`.trim(),
      },
    };
  }
  const parsed = Resume.safeParse(value);
  if (!parsed.success)
    return { problem: { 'zh-CN': '简历里没有姓名（basics.name）。', en: 'The résumé has no name (basics.name).' } };
  const { basics, skills } = parsed.data;
  const tags = skills.flatMap(({ name, keywords }) => [...(name === undefined ? [] : [name]), ...(keywords ?? [])]);
  return {
    contact: {
      name: basics.name,
      phones: basics.phone === undefined || basics.phone === '' ? [] : [basics.phone],
      emails: basics.email === undefined || basics.email === '' ? [] : [basics.email],
      skills: tags.map((tag) => tag.trim()).filter((tag) => tag !== '' && tag.length <= 80),
    },
    externalId: null,
    documentNumber: null,
    invitationCode: null,
    resume: value,
  };
}
