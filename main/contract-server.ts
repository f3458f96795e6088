import { implement, type ImplementerInternalWithMiddlewares, ORPCError } from '@orpc/server';
import { contract, type Contract } from '#shared/contract/index.ts';
import type { CallContext } from './connection.ts';

/** Receives unforeseen failures: the correlation id goes to the screen, the error only to the log. */
export type ReportUnforeseen = (failure: { correlationId: string; path: readonly string[]; error: unknown }) => void;

/** Named, because the compiler cannot write out a type of this length. */
export type ContractServer = ImplementerInternalWithMiddlewares<Contract, CallContext, CallContext>;

/**
 * The builder every handler of the contract is made with. The one place where roles are enforced and where an
 * unforeseen failure loses its stack on the way to a screen.
 */
export function implementContract(parts: { newId: () => string; reportUnforeseen: ReportUnforeseen }): ContractServer {
  // inferred first: what is expected of the result must not decide what the middleware gets
  const server = implement(contract)
    .$context<CallContext>()
    .use(async ({ context, procedure, path, next }) => {
      const { roles } = procedure['~orpc'].meta;
      if (!roles.includes(context.connection.role)) {
        throw new ORPCError('FORBIDDEN', {
          message: `"${path.join('.')}" may be called by ${roles.join(' or ') || 'nobody'}; this page is ${context.connection.role}.`,
          data: { role: context.connection.role, roles: [...roles] },
        });
      }
      try {
        return await next();
      } catch (error) {
        // an ORPCError is a foreseen failure of the contract (or of its validation) and already fit for a screen
        if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') throw error;
        const correlationId = parts.newId();
        parts.reportUnforeseen({ correlationId, path, error });
        throw new ORPCError('INTERNAL_SERVER_ERROR', {
          message: 'Something unforeseen happened.',
          data: { correlationId },
        });
      }
    });
  return server;
}
