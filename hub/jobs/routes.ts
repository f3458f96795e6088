import { z } from 'zod';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { QueueJob, QueueQuery } from '#shared/hub/queue.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { onePage } from '../http/one-page.ts';
import type { Routes } from '../http/server.ts';
import type { JobQueue } from './job-queue.ts';

const JobPath = z.object({ id: z.coerce.number().int().positive() });

/** What waits to leave the hub, what failed for good, and a person's "try again". */
export function queueRoutes(parts: {
  readonly queue: JobQueue;
  readonly changes: ChangeRunner;
  readonly wake: () => void;
}): Routes {
  const { queue, changes, wake } = parts;
  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.queue,
      config: { scope: 'workflow:read', audit: 'queue.list' },
      schema: {
        summary: 'Work that leaves the hub, newest first',
        querystring: QueueQuery,
        response: { 200: pageOf(QueueJob) },
      },
      handler: async (request) => onePage(await queue.list(request.query), request.query, ({ id }) => String(id)),
    });

    for (const [verb, summary] of [
      ['retry', 'Try a dead job again, or a waiting one now'],
      ['cancel', 'Give up a job that waits or is dead'],
    ] as const) {
      server.route({
        method: 'POST',
        url: `${HUB_PATHS.queue}/:id/${verb}`,
        config: { scope: 'workflow:write' },
        schema: { summary, params: JobPath, response: { 200: QueueJob } },
        handler: async (request) => {
          const job = await changes.run(request, async (change) => {
            const changed = await queue[verb](change.queries, request.params.id);
            await appendAudit(change.queries, {
              at: change.at,
              actor: change.actor,
              action: verb === 'retry' ? 'queue.retried' : 'queue.cancelled',
              subject: changed.subject,
            });
            return changed;
          });
          wake();
          return job;
        },
      });
    }
  };
}
