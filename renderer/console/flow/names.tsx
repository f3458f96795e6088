import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '#renderer/ui/index.ts';
import { FlowNames } from '#shared/hub/names.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Locale, type Localized } from '#shared/localized.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';

type Job = FlowNames['jobs'][number];

/** What ids of the flow are called in the reader's language; an id that nobody named stands for itself. */
export interface Names {
  readonly all: FlowNames;
  readonly text: (text: Localized) => string;
  readonly flow: (jobId: string) => Job | null;
  readonly job: (jobId: string) => string;
  readonly stage: (jobId: string, stageId: string) => string;
  readonly rule: (jobId: string, ruleId: string) => string;
  readonly dimension: (jobId: string, dimensionId: string) => string;
  readonly document: (jobId: string, documentId: string) => string;
  readonly partner: (partnerId: string) => string;
  readonly site: (siteId: string) => string;
  /** Where its clocks stand; the reader's own for a site that nobody described. */
  readonly timeZone: (siteId: string) => string;
}

function namesIn(all: FlowNames, locale: Locale): Names {
  const jobs = new Map(all.jobs.map((job) => [job.jobId, job]));
  const text = (localized: Localized) => localized[locale];
  const among = (id: string, list: readonly { readonly id: string; readonly name: Localized }[] | undefined) => {
    const found = list?.find((each) => each.id === id);
    return found === undefined ? id : text(found.name);
  };
  const site = (siteId: string) => all.sites.find(({ id }) => id === siteId);
  return {
    all,
    text,
    flow: (jobId) => jobs.get(jobId) ?? null,
    job: (jobId) => {
      const job = jobs.get(jobId);
      return job === undefined ? jobId : text(job.title);
    },
    stage: (jobId, stageId) => among(stageId, jobs.get(jobId)?.stages),
    rule: (jobId, ruleId) => among(ruleId, jobs.get(jobId)?.rules),
    dimension: (jobId, dimensionId) => among(dimensionId, jobs.get(jobId)?.dimensions),
    document: (jobId, documentId) => among(documentId, jobs.get(jobId)?.documents),
    partner: (partnerId) => all.partners.find(({ id }) => id === partnerId)?.name ?? partnerId,
    site: (siteId) => among(siteId, all.sites),
    timeZone: (siteId) => site(siteId)?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

const NamesContext = createContext<Names | null>(null);

/** The names of the flow, inside `WithNames`. */
export function useNames(): Names {
  const names = useContext(NamesContext);
  if (names === null) throw new Error('useNames stands outside of WithNames.');
  return names;
}

/** Loads the names of the flow, then shows what needs them. */
export function WithNames({ children }: { readonly children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const locale = Locale.catch('en').parse(i18n.language);
  const { value, problem, reload } = useAnswer(useCallback(() => ask(HUB_PATHS.flowNames, FlowNames), []));
  const names = useMemo(() => (value === null ? null : namesIn(value, locale)), [value, locale]);
  if (problem !== null && names === null) return <ProblemNote problem={problem} onRetry={() => void reload()} />;
  if (names === null) return <Spinner label={t('common.loading')} />;
  return <NamesContext value={names}>{children}</NamesContext>;
}
