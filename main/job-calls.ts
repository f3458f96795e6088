import type { CallContext } from './connection.ts';
import type { implementContract } from './contract-server.ts';
import type { JobStudio } from './jobs/job-studio.ts';

/** `ok: true`, for calls that only acknowledge. */
const DONE = { ok: true as const };

const actorOf = (context: CallContext): string => context.connection.staffId ?? 'unknown';

/** Calls of the noun `jobs`, with each foreseen failure as its named error. */
export function jobCalls(os: ReturnType<typeof implementContract>['jobs'], studio: JobStudio) {
  return {
    list: os.list.handler(({ input }) => studio.list(input.locale)),
    read: os.read.handler(({ input, errors }) => {
      const found = studio.read(input.id, input.version);
      if (found === null) throw errors.job_unknown();
      return found;
    }),
    create: os.create.handler(({ context }) => ({ draftId: studio.create(actorOf(context)) })),
    copy: os.copy.handler(({ input, context, errors }) => {
      const draftId = studio.copy(input.id, input.version, actorOf(context));
      if (draftId === null) throw errors.job_unknown();
      return { draftId };
    }),
    edit: os.edit.handler(({ input, context, errors }) => {
      const outcome = studio.edit(input.id, actorOf(context));
      if ('refused' in outcome) throw errors[outcome.refused]();
      return outcome;
    }),
    openDraft: os.openDraft.handler(({ input, errors }) => {
      const draft = studio.openDraft(input.draftId);
      if (draft === null) throw errors.draft_unknown();
      return draft;
    }),
    saveDraft: os.saveDraft.handler(({ input, errors }) => {
      const outcome = studio.saveDraft(input.draftId, input.revision, input.job);
      if ('refused' in outcome) throw errors[outcome.refused]();
      return outcome;
    }),
    discardDraft: os.discardDraft.handler(({ input, context, errors }) => {
      if (!studio.discardDraft(input.draftId, actorOf(context))) throw errors.draft_unknown();
      return DONE;
    }),
    publish: os.publish.handler(async ({ input, context, errors }) => {
      const outcome = await studio.publish(input.draftId, input.revision, actorOf(context));
      if (!('refused' in outcome)) return outcome;
      if (outcome.refused === 'job_invalid') throw errors.job_invalid({ data: { count: outcome.count } });
      throw errors[outcome.refused]();
    }),
    offer: os.offer.handler(async ({ input, errors }) => {
      const outcome = await studio.offer(input.id, input.isOffered);
      if (outcome !== 'done') throw errors[outcome]();
      return DONE;
    }),
    exportYaml: os.exportYaml.handler(({ input, errors }) => {
      const file = input.of === 'job' ? studio.exportJob(input.id, input.version) : studio.exportDraft(input.draftId);
      if (file === null) throw input.of === 'job' ? errors.job_unknown() : errors.draft_unknown();
      return file;
    }),
    importYaml: os.importYaml.handler(({ input, context, errors }) => {
      const outcome = studio.importYaml(input.yaml, actorOf(context));
      if (!('refused' in outcome)) return { draftId: outcome.draftId, problems: [...outcome.problems] };
      if (outcome.refused === 'draft_exists') throw errors.draft_exists();
      throw errors.yaml_refused({ data: { problems: [...outcome.problems] } });
    }),
    bank: os.bank.handler(({ input }) => studio.bank(input.locale)),
    addToBank: os.addToBank.handler(({ input, context }) => ({ id: studio.addToBank(input, actorOf(context)) })),
    tagBankItem: os.tagBankItem.handler(({ input, context, errors }) => {
      if (!studio.tagBankItem(input.id, input.tags, actorOf(context))) throw errors.bank_unknown();
      return DONE;
    }),
    removeFromBank: os.removeFromBank.handler(({ input, context, errors }) => {
      if (!studio.removeFromBank(input.id, actorOf(context))) throw errors.bank_unknown();
      return DONE;
    }),
  };
}
