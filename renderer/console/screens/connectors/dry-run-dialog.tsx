import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Dialog } from '#renderer/ui/index.ts';
import type { CandidateSummary } from '#shared/hub/candidates.ts';
import { DryRunAnswer } from '#shared/hub/connectors.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import { useLocalized } from '../../use-localized.ts';
import { CandidateSearch, type Found } from '../candidate-search.tsx';

type Planned = DryRunAnswer['requests'][number];

type Fact = readonly [name: string, value: string];

/** `{"a":{"b":1}}` → `a.b: 1`; null for what is no JSON object. */
function factsIn(body: string): readonly Fact[] | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null; // a table of texts, or lines of several documents: shown as they go out
  }
  return typeof value === 'object' && value !== null ? flat(value, '') : null;
}

function flat(value: unknown, path: string): readonly Fact[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return [[path, String(value)]];
  if (typeof value !== 'object' || value === null) return [[path, '–']];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, '–']];
  return entries.flatMap(([name, child]) => flat(child, path === '' ? name : `${path}.${name}`));
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="con-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="ui-mono">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ body }: { readonly body: string }) {
  const { t } = useTranslation();
  const facts = factsIn(body);
  if (facts === null) return <pre className="con-request__body ui-mono">{body}</pre>;
  return (
    <>
      <Facts facts={facts} />
      <details>
        <summary>{t('connectors.dry_run.as_sent')}</summary>
        <pre className="con-request__body ui-mono">{body}</pre>
      </details>
    </>
  );
}

function PlannedRequest({ request }: { readonly request: Planned }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { method, url, headers, body, isQuestion } = request;
  return (
    <section className="con-request">
      <header className="con-request__head">
        <span className="ui-mono con-request__method">{method}</span>
        <span className="ui-mono con-request__url">{url}</span>
        <Badge tone={isQuestion ? 'neutral' : 'accent'}>
          {isQuestion ? t('connectors.dry_run.asks') : t('connectors.dry_run.writes')}
        </Badge>
      </header>
      <details>
        <summary>{t('connectors.dry_run.headers')}</summary>
        <Facts facts={Object.entries(headers)} />
      </details>
      {typeof body === 'string' ? (
        <Body body={body} />
      ) : (
        <p className="mgr-soft">
          {body === null
            ? t('connectors.dry_run.no_body')
            : t('connectors.dry_run.bytes', { size: formats.bytes(body.bytes), sha256: body.sha256.slice(0, 12) })}
        </p>
      )}
    </section>
  );
}

/** What would be sent of a candidate's result, without sending it. */
export function DryRunDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const localized = useLocalized();
  const { isDoing, problem, run, clear } = useDoing();
  const [applicationId, setApplicationId] = useState<string | null>(null);
  const [plan, setPlan] = useState<DryRunAnswer | null>(null);

  const applicationsOf = ({ name, applications, sessionCount }: CandidateSummary): readonly Found[] =>
    sessionCount === 0
      ? []
      : applications.map((application) => ({
          id: application.id,
          label: name ?? t('candidate_search.nameless'),
          description: `${application.jobId} · ${formats.date(application.createdAt)}`,
        }));
  const show = () =>
    run(async () => {
      const path = `${HUB_PATHS.connectors}/${encodeURIComponent(id)}/dry-run`;
      setPlan(await ask(path, DryRunAnswer, { method: 'POST', body: { applicationId } }));
    });

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('connectors.dry_run.title', { id })}
      actions={
        <>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button variant="primary" isDisabled={applicationId === null} isPending={isDoing} onPress={() => void show()}>
            {t('connectors.dry_run.show')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <p>{t('connectors.dry_run.lead')}</p>
        <CandidateSearch
          label={t('connectors.dry_run.whose')}
          of={applicationsOf}
          value={applicationId}
          onChange={(chosen) => {
            setApplicationId(chosen);
            setPlan(null);
            clear();
          }}
        />
        {problem !== null && <ProblemNote problem={problem} />}
        {plan !== null && plan.detail !== null && <Banner tone="warn">{localized(plan.detail)}</Banner>}
        {plan !== null && plan.kind === 'planned' && (
          <>
            <Banner tone="good">{t('connectors.dry_run.nothing_sent', { count: plan.requests.length })}</Banner>
            {plan.requests.map((request, index) => (
              <PlannedRequest key={`${index} ${request.url}`} request={request} />
            ))}
          </>
        )}
      </div>
    </Dialog>
  );
}
