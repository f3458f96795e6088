import type { CallContext } from './connection.ts';
import type { implementContract } from './contract-server.ts';
import type { ExpectedBook } from './expected/expected-book.ts';
import type { ResumeIntake } from './expected/resume-intake.ts';

const DONE = { ok: true as const };

const actorOf = (context: CallContext): string => context.connection.staffId ?? 'unknown';

/** Calls of the noun `expected`, with each foreseen failure as its named error. */
export function expectedCalls(
  os: ReturnType<typeof implementContract>['expected'],
  parts: {
    readonly book: Pick<ExpectedBook, 'list' | 'posts' | 'add' | 'remove'>;
    readonly intake: Pick<ResumeIntake, 'put' | 'read'>;
    /** Ids of the posts that candidates can choose. */
    readonly offered: () => readonly string[];
  },
) {
  const { book, intake } = parts;
  return {
    list: os.list.handler(({ input }) => book.list(input.locale)),
    posts: os.posts.handler(({ input }) => book.posts(parts.offered(), input.locale)),
    sendPart: os.sendPart.handler(({ input, context, errors }) => {
      if (!intake.put(context.connection.id, input.part, input.base64)) throw errors.file_too_long();
      return DONE;
    }),
    readResume: os.readResume.handler(async ({ input, context, errors }) => {
      const outcome = await intake.read(context.connection.id, input.kind);
      if ('refused' in outcome) throw errors.resume_refused({ data: { reason: outcome.refused } });
      return outcome;
    }),
    add: os.add.handler(({ input, context, errors }) => {
      const code = book.add(input, actorOf(context));
      if (code === null) throw errors.job_unknown();
      return { code };
    }),
    remove: os.remove.handler(({ input, context }) => {
      book.remove(input.id, actorOf(context));
      return DONE;
    }),
  };
}
