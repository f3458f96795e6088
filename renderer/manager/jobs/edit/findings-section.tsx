import { ArrowRight, ChevronDown, CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card } from '#renderer/ui/index.ts';
import { useDraftScene, type JobFindingAt } from './draft-context.tsx';
import { bothLanguages, findingText, partWords, placeWords } from './finding-words.ts';
import { placeOf } from './place.ts';
import { useStudioLocale } from './use-studio-locale.ts';
import { pathName } from './value-at.ts';

/** As many of one part as are shown at first. */
const AT_FIRST = 5;

/** Findings as sentences; each leads to its place. */
function FindingList({ findings }: { readonly findings: readonly JobFindingAt[] }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { job, goTo } = useDraftScene();
  return (
    <ul className="job-findings">
      {findings.map((finding) => (
        <li key={`${finding.code} ${pathName(finding.path)} ${JSON.stringify(finding.values)}`}>
          <button
            type="button"
            className={`job-finding job-finding--${finding.weight}`}
            onClick={() => goTo(finding.path)}
          >
            {finding.weight === 'problem' ? <CircleX aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
            <span>
              <span className="job-finding__place">{placeWords(finding.path, job, t, locale)}</span>
              <span className="job-finding__text">{findingText(finding, job, t, locale)}</span>
            </span>
            <ArrowRight aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The findings of one part of the post: the first few, the rest when somebody asks. */
function FindingsOf({ name, findings }: { readonly name: string; readonly findings: readonly JobFindingAt[] }) {
  const { t } = useTranslation('studio');
  const [isWhole, setWhole] = useState(false);
  const left = findings.length - AT_FIRST;
  return (
    <section>
      <h3 className="job-findings__place">{name}</h3>
      <FindingList findings={isWhole ? findings : findings.slice(0, AT_FIRST)} />
      {left > 0 && !isWhole && (
        <Button variant="quiet" icon={<ChevronDown aria-hidden="true" />} onPress={() => setWhole(true)}>
          {t('checks.more', { count: left })}
        </Button>
      )}
    </section>
  );
}

function ByPlace({ findings }: { readonly findings: readonly JobFindingAt[] }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { job } = useDraftScene();
  const places = Map.groupBy(findings, ({ path }) => JSON.stringify(placeOf(path)));
  return [...places].map(([place, own]) => (
    <FindingsOf key={place} name={partWords(own[0]?.path ?? [], job, t, locale)} findings={own} />
  ));
}

/** All that keeps the post from being published, and what should be looked at before. */
export function FindingsSection() {
  const { t } = useTranslation('studio');
  const { findings } = useDraftScene();
  const problems = bothLanguages(findings.filter(({ weight }) => weight === 'problem'));
  const warnings = findings.filter(({ weight }) => weight === 'warning');
  return (
    <>
      {problems.length === 0 ? (
        <Banner tone="good" icon={<CircleCheck />} title={t('checks.ready')}>
          {t('checks.ready_next')}
        </Banner>
      ) : (
        <Card title={t('checks.problems', { count: problems.length })}>
          <p className="ui-field__description">{t('checks.problems_hint')}</p>
          <ByPlace findings={problems} />
        </Card>
      )}
      {warnings.length > 0 && (
        <Card title={t('checks.warnings', { count: warnings.length })}>
          <p className="ui-field__description">{t('checks.warnings_hint')}</p>
          <ByPlace findings={warnings} />
        </Card>
      )}
    </>
  );
}
