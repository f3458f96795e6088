import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Button, Dialog, Select, TextField } from '#renderer/ui/index.ts';
import { DEFAULT_REQUESTS_PER_MINUTE, KeyScope, MadeApiKey } from '#shared/wire/api-key.ts';
import { CheckGroup } from '../check-group.tsx';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { readSites } from '../sites.ts';
import { useDoing } from '../use-doing.ts';

const DAY_MS = 24 * 3_600_000;
/** Days a key is good for; `never` only when asked for. */
const LIVES = ['30', '90', '365', 'never'] as const;

/** Asks what a key is for and what it may do. */
export function NewKeyDialog({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (made: MadeApiKey) => void;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly z.infer<typeof KeyScope>[]>([]);
  const [life, setLife] = useState<string>('90');
  const [perMinute, setPerMinute] = useState(String(DEFAULT_REQUESTS_PER_MINUTE));
  const [sites, setSites] = useState('');
  const requestsPerMinute = Number(perMinute);
  const isRateGood = Number.isInteger(requestsPerMinute) && requestsPerMinute >= 1 && requestsPerMinute <= 60_000;

  const make = () =>
    run(async () => {
      const expiresAt = life === 'never' ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString();
      const body = { name, scopes, expiresAt, requestsPerMinute, sites: readSites(sites) };
      onMade(await ask('/v1/api-keys', MadeApiKey, { method: 'POST', body }));
    });

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('keys.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={name.trim() === '' || scopes.length === 0 || !isRateGood}
            isPending={isDoing}
            onPress={() => void make()}
          >
            {t('keys.make')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemNote problem={problem} />}
        <TextField
          label={t('keys.name')}
          description={t('keys.name_hint')}
          value={name}
          onChange={setName}
          maxLength={80}
        />
        <CheckGroup
          label={t('keys.scopes')}
          options={KeyScope.options.map((id) => ({ id, label: t(`scopes.${id.replace(':', '_')}`) }))}
          value={scopes}
          onChange={setScopes}
        />
        <div className="con-pair">
          <Select
            label={t('keys.life')}
            options={LIVES.map((id) => ({ id, label: t(`keys.lives.${id}`) }))}
            value={life}
            onChange={setLife}
          />
          <TextField
            label={t('keys.per_minute')}
            inputMode="numeric"
            value={perMinute}
            onChange={setPerMinute}
            maxLength={5}
            {...(isRateGood ? {} : { error: t('keys.per_minute_wrong') })}
          />
        </div>
        <TextField
          label={t('people.sites')}
          description={t('people.sites_hint')}
          value={sites}
          onChange={setSites}
          maxLength={2000}
        />
      </div>
    </Dialog>
  );
}
