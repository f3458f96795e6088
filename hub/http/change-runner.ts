import type { FastifyRequest } from 'fastify';
import type { Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import { ProblemError } from './problem.ts';

/** One request that changes something: one transaction, with who asked for it. */
export type ChangeRunner = {
  readonly run: <T>(request: Pick<FastifyRequest, 'caller'>, work: (change: Change) => Promise<T>) => Promise<T>;
};

/** @param parts.now wall clock of the hub */
export function createChangeRunner(parts: { readonly database: HubDatabase; readonly now: () => Date }): ChangeRunner {
  const { database, now } = parts;
  return {
    run: ({ caller }, work) => {
      if (caller === null) throw new ProblemError('unauthorized');
      const { kind, id, name } = caller;
      return database.transaction((queries) => work({ queries, at: now().toISOString(), actor: { kind, id, name } }));
    },
  };
}
