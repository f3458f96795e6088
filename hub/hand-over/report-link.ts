import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { InterviewResult } from '#shared/result.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { ProblemError } from '../http/problem.ts';

/** A recruiting system keeps the link it was given; half a year is longer than a post stays open. */
const LINK_DAYS = 180;
const DAY_MS = 24 * 60 * 60_000;

const Place = jsonColumn(z.tuple([z.uuid(), z.int().min(1), z.int().positive()]));

const linkText = (id: string, revision: number, untilSeconds: number): string =>
  `anteroom report link v1 ${id}\n${revision}\n${untilSeconds}\n`;

/** What a link opens. */
export type LinkedReport = { readonly id: string; readonly revision: number };

/**
 * Addresses of reports. People and programs with credentials open `/v1/results/:id/report.pdf`; a recruiting system that ordered an interview
 * shows its own users a link, and they have no account here: that link carries the hub's signature over one revision and an end.
 */
export function createReportLinks(parts: {
  readonly key: Pick<HubKey, 'sign' | 'publicKey'>;
  /** Address of this hub, as others reach it; null: nobody said, and there are no links. */
  readonly publicUrl: string | null;
  readonly now: () => Date;
}) {
  const { key, publicUrl, now } = parts;
  const base = publicUrl?.replace(/\/+$/, '') ?? null;
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' });

  return {
    /** What a document says of its report before the report is drawn. */
    reportOf: (id: string, revision: number, isForStrangers: boolean): InterviewResult['report'] => {
      if (base === null) return { url: null, expiresAt: null, files: [] };
      if (!isForStrangers)
        return { url: `${base}${HUB_PATHS.results}/${id}/report.pdf?revision=${revision}`, expiresAt: null, files: [] };
      const until = Math.floor((now().getTime() + LINK_DAYS * DAY_MS) / 1000);
      const place = Buffer.from(JSON.stringify([id, revision, until])).toString('base64url');
      return {
        url: `${base}${HUB_PATHS.reportLinks}/${place}/${key.sign(linkText(id, revision, until))}`,
        expiresAt: new Date(until * 1000).toISOString(),
        files: [],
      };
    },

    /** @throws {ProblemError} `forbidden` for a link that this hub did not make, or whose end has passed */
    open: (place: string, signature: string): LinkedReport => {
      const parsed = Place.safeParse(Buffer.from(place, 'base64url').toString('utf8'));
      if (!parsed.success) throw new ProblemError('forbidden', 'This link was not made here.');
      const [id, revision, until] = parsed.data;
      const isOurs = verify(
        null,
        Buffer.from(linkText(id, revision, until)),
        publicKey,
        Buffer.from(signature, 'base64url'),
      );
      if (!isOurs) throw new ProblemError('forbidden', 'This link was not made here.');
      if (until * 1000 <= now().getTime())
        throw new ProblemError('forbidden', 'This link has ended. Ask the people who run this hub for the report.');
      return { id, revision };
    },
  };
}
export type ReportLinks = ReturnType<typeof createReportLinks>;
