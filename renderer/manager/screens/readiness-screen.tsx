import { CircleCheck, CircleX, RotateCw, TriangleAlert } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Spinner } from '#renderer/ui/index.ts';
import type { ReadinessCheck } from '#shared/contract/readiness.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';

const ICONS: Readonly<Record<ReadinessCheck['result'], ReactNode>> = {
  pass: <CircleCheck aria-hidden="true" />,
  warn: <TriangleAlert aria-hidden="true" />,
  fail: <CircleX aria-hidden="true" />,
};

/** What needs a hand comes first. */
const WORST_FIRST: readonly ReadinessCheck['result'][] = ['fail', 'warn', 'pass'];

function worstOf(checks: readonly ReadinessCheck[]): ReadinessCheck['result'] {
  return WORST_FIRST.find((result) => checks.some((check) => check.result === result)) ?? 'pass';
}

const BANNER_TONES = { pass: 'good', warn: 'warn', fail: 'danger' } as const;

/** Is this kiosk fit for the next interview, and if not, what to do. */
export function ReadinessScreen() {
  const { t, i18n } = useTranslation('manager');
  const client = useManagerClient();
  const format = useFormats();
  const { load, reload } = useLoad(useCallback(() => client.readiness.run(), [client]));
  const [isRunning, setRunning] = useState(false);

  async function runAgain(): Promise<void> {
    setRunning(true);
    await reload();
    setRunning(false);
  }

  /** Values as a person reads them: sizes and instants are formatted, the rest stands as it is. */
  function shown(values: ReadinessCheck['values']): Record<string, string | number> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        if (name.endsWith('Bytes') && typeof value === 'number') return [name, format.bytes(value)];
        if (/^(now|lastSeen|\w+At)$/.test(name) && typeof value === 'string') return [name, format.dateTime(value)];
        // a title comes in every language: one of them is for this reader
        if (name === `title.${i18n.language}`) return ['title', value];
        if (name === 'locale') return [name, t(`languages.${value}`)];
        return [name, value];
      }),
    );
  }

  const checks = load.state === 'ready' ? load.value : [];
  const sorted = WORST_FIRST.flatMap((result) => checks.filter((check) => check.result === result));
  const worst = worstOf(checks);
  return (
    <div className="mgr-page">
      <PageHeader
        title={t('readiness.title')}
        note={t('readiness.note')}
        actions={
          <Button
            variant="primary"
            icon={<RotateCw aria-hidden="true" />}
            isPending={isRunning || load.state === 'loading'}
            onPress={() => void runAgain()}
          >
            {t('readiness.again')}
          </Button>
        }
      />
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('readiness.running')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void runAgain()} />}
      {load.state === 'ready' && (
        <>
          <Banner tone={BANNER_TONES[worst]} title={t(`readiness.summary.${worst}.title`)}>
            {t(`readiness.summary.${worst}.next`)}
          </Banner>
          <ul className="mgr-checks">
            {sorted.map((check) => (
              <li key={check.id} className={`mgr-check mgr-check--${check.result}`}>
                <span className="mgr-check__mark">
                  {ICONS[check.result]}
                  {t(`readiness.results.${check.result}`)}
                </span>
                <div>
                  <h2 className="mgr-check__name">{t(`readiness.checks.${check.id}`)}</h2>
                  <p>{t(`readiness.codes.${check.code}.found`, shown(check.values))}</p>
                  {check.result !== 'pass' && (
                    <p className="mgr-check__next">{t(`readiness.codes.${check.code}.next`, shown(check.values))}</p>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="mgr-soft">{t('readiness.camera_note')}</p>
    </div>
  );
}
