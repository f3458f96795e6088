import { z } from 'zod';
import { BATCH_HEADERS } from '#shared/wire/batch.ts';
import {
  ChangePage,
  changePageText,
  changeText,
  isPublishedKind,
  Publication,
  PUBLICATION_PATHS,
  PublicationList,
  PublicationRequest,
  PublicationWithBody,
  PUBLISHED,
  type PublishedKind,
} from '#shared/wire/publication.ts';
import type { DeviceStore } from '../devices/device-store.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { type Caller, callerOf } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import type { PublicationStore } from './publication-store.ts';

const ByName = z.object({ kind: z.string().max(40), id: z.string().max(64) });
const ChangesQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  /** Comma-separated; all without. */
  kinds: z.string().max(400).optional(),
});

/** So many mistakes in one answer; what is left shows when these are put right. */
const MAX_ISSUES = 50;

/** Tells of a person. */
const INVITATION: PublishedKind = 'invitation';

/** What head office publishes, and how kiosks get it. */
export function publishingRoutes(parts: {
  readonly publications: PublicationStore;
  readonly devices: Pick<DeviceStore, 'find'>;
  readonly key: HubKey;
  readonly now: () => Date;
}): Routes {
  const { publications, devices, key, now } = parts;

  /** @throws {ProblemError} `forbidden` for a caller who may not decide for these sites */
  function admitSites({ sites: own }: Caller, sites: readonly string[] | null): void {
    if (own === null) return;
    if (sites === null || sites.some((site) => !own.has(site))) throw new ProblemError('forbidden');
  }

  /** The body as a kiosk reads it. @throws {ProblemError} `publication_invalid` */
  function checked(kind: string, id: string, body: unknown): unknown {
    if (!isPublishedKind(kind))
      throw new ProblemError(
        'publication_invalid',
        `There is no kind "${kind}". Known: ${Object.keys(PUBLISHED).join(', ')}.`,
      );
    const parsed = PUBLISHED[kind].safeParse(body);
    if (!parsed.success)
      throw new ProblemError('publication_invalid', z.prettifyError(parsed.error), {
        issues: parsed.error.issues
          .slice(0, MAX_ISSUES)
          .map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
      });
    const own = 'sessionId' in parsed.data ? parsed.data.sessionId : parsed.data.id;
    if (own !== id) throw new ProblemError('publication_invalid', `The body is of "${own}", the address of "${id}".`);
    // as it was sent: what a newer schema would strip is not ours to strip
    return body;
  }

  return (server) => {
    server.route({
      method: 'PUT',
      url: `${PUBLICATION_PATHS.publications}/:kind/:id`,
      config: { scope: 'publications:write', audit: 'publication.published' },
      schema: {
        summary:
          'Publishes a job, a pack, an invitation or a request for erasure to all or some sites; the same again changes nothing',
        params: ByName,
        body: PublicationRequest,
        response: { 200: Publication },
      },
      handler: async (request) => {
        const { kind, id } = request.params;
        const { sites, body } = request.body;
        const caller = callerOf(request);
        admitSites(caller, sites);
        const entry = { kind, id, sites, body: checked(kind, id, body), by: caller.name, at: now().toISOString() };
        return kind === 'erasure' ? publications.putErasure(entry, caller) : publications.put(entry);
      },
    });

    server.route({
      method: 'DELETE',
      url: `${PUBLICATION_PATHS.publications}/:kind/:id`,
      config: { scope: 'publications:write', audit: 'publication.withdrawn' },
      schema: { summary: 'Withdraws what was published', params: ByName, response: { 200: Publication } },
      handler: async (request) => {
        const { kind, id } = request.params;
        const caller = callerOf(request);
        const found = await publications.find(kind, id);
        if (found === null) throw new ProblemError('not_found');
        admitSites(caller, found.sites);
        return publications.put({ kind, id, sites: found.sites, body: null, by: caller.name, at: now().toISOString() });
      },
    });

    server.route({
      method: 'GET',
      url: PUBLICATION_PATHS.publications,
      config: { scope: 'publications:read' },
      schema: {
        summary: 'Everything published but invitations, in its newest version, and how far each kiosk has come',
        response: { 200: PublicationList },
      },
      handler: async (request) => ({
        publications: await publications.list(),
        kiosks: await publications.kiosks(callerOf(request).sites),
      }),
    });

    server.route({
      method: 'GET',
      url: `${PUBLICATION_PATHS.publications}/:kind/:id`,
      config: { scope: 'publications:read' },
      schema: {
        summary: 'One published thing in its newest version, with what it says; no invitations, which tell of people',
        params: ByName,
        response: { 200: PublicationWithBody },
      },
      handler: async (request) => {
        const { kind, id } = request.params;
        const { sites: own } = callerOf(request);
        const found = kind === INVITATION ? null : await publications.read(kind, id);
        // for other sites: as good as not there
        const isShown = found?.sites?.some((site) => own?.has(site) ?? true) ?? true;
        if (found === null || !isShown) throw new ProblemError('not_found');
        return found;
      },
    });

    server.route({
      method: 'GET',
      url: PUBLICATION_PATHS.changes,
      config: { scope: 'publications:read' },
      schema: {
        summary: 'What was published since a cursor, for the site of the kiosk that asks; signed by the hub',
        querystring: ChangesQuery,
        response: { 200: ChangePage },
      },
      handler: async (request) => {
        const { kind, id: deviceId } = callerOf(request);
        const device = kind === 'device' ? await devices.find(deviceId) : null;
        if (device === null)
          throw new ProblemError(
            'forbidden',
            `Only an enrolled kiosk asks for changes (${BATCH_HEADERS.deviceId}, signed).`,
          );
        const { after, kinds } = request.query;
        // who leaves kinds out has not got everything before its cursor
        if (kinds === undefined) await publications.noteCursor(deviceId, after, now().toISOString());
        const found = await publications.changes(after, device.site, kinds?.split(',') ?? null);
        const { next, hasMore } = found;
        const changes = found.changes.map((change) => ({ ...change, signature: key.sign(changeText(change)) }));
        const text = changePageText({ deviceId, after, next, hasMore, count: changes.length });
        return {
          service: 'anteroom-hub' as const,
          changes,
          next,
          hasMore,
          hubKey: key.publicKey,
          signature: key.sign(text),
        };
      },
    });
  };
}
