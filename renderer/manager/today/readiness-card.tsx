import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Spinner } from '#renderer/ui/index.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useLoad } from '../use-load.ts';
import type { Destination } from './destination.ts';

/** Whether the kiosk is fit for the next interview, and which checks need a hand. */
export function ReadinessCard({ onGo }: { readonly onGo: (to: Destination) => void }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.readiness.run(), [client]));
  const checks = load.state === 'ready' ? load.value : [];
  const failing = checks.filter(({ result }) => result === 'fail');
  const warning = checks.filter(({ result }) => result === 'warn');
  return (
    <Card
      title={t('today.kiosk')}
      actions={
        <Button variant="quiet" onPress={() => onGo({ place: 'readiness' })}>
          {t('today.all_checks')}
        </Button>
      }
    >
      {load.state === 'loading' && <Spinner label={t('today.checking')} />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && failing.length + warning.length === 0 && (
        <p className="mgr-today__check mgr-today__check--pass">
          <CircleCheck aria-hidden="true" />
          {t('today.fit')}
        </p>
      )}
      {failing.map(({ id }) => (
        <p key={id} className="mgr-today__check mgr-today__check--fail">
          <CircleX aria-hidden="true" />
          {t('today.check_fails', { name: t(`readiness.checks.${id}`) })}
        </p>
      ))}
      {warning.map(({ id }) => (
        <p key={id} className="mgr-today__check mgr-today__check--warn">
          <TriangleAlert aria-hidden="true" />
          {t('today.check_warns', { name: t(`readiness.checks.${id}`) })}
        </p>
      ))}
    </Card>
  );
}
