import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { Localized } from '#shared/localized.ts';
import type { PublishedKind } from '#shared/wire/publication.ts';

/** What can be published from a file; requests for erasure have a screen of their own. */
export const FILE_KINDS = ['job', 'pack'] as const satisfies readonly PublishedKind[];
export type FileKind = (typeof FILE_KINDS)[number];

const Head = z.looseObject({ id: z.string(), title: Localized });

/** A file as far as it must be read to ask the hub: the hub judges the rest. */
export type ReadPublication =
  | {
      readonly isReadable: true;
      readonly kind: FileKind;
      readonly id: string;
      readonly title: Localized;
      /** Questions of a job; null for a pack. */
      readonly items: number | null;
      readonly body: unknown;
    }
  /** `syntax`: neither YAML nor JSON, with the line; `no_head`: without an id and a title in both languages. */
  | { readonly isReadable: false; readonly reason: 'syntax' | 'no_head'; readonly line: number | null };

/** Reads a job or a pack, YAML or JSON. */
export function readPublication(text: string): ReadPublication {
  let body: unknown;
  try {
    body = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return { isReadable: false, reason: 'syntax', line: error.linePos?.[0].line ?? null };
  }
  const head = Head.safeParse(body);
  if (!head.success) return { isReadable: false, reason: 'no_head', line: null };
  const { id, title, items, consents } = head.data;
  const kind = consents === undefined ? 'job' : 'pack';
  return { isReadable: true, kind, id, title, items: Array.isArray(items) ? items.length : null, body };
}
