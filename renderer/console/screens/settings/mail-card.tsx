import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, Select, TextField } from '#renderer/ui/index.ts';
import type { MessageSettingsInput, MessageSettingsShown } from '#shared/hub/messages.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import { MAIL_PORTS, mailEntries, mailFaults, smtpOf } from './message-entries.ts';

const SECURITIES = ['tls', 'starttls', 'none'] as const;

/** What a card of the settings is given. */
export interface SettingsCardProps {
  readonly settings: MessageSettingsShown;
  /** Null: may only look. */
  readonly save: ((input: MessageSettingsInput) => Promise<void>) | null;
}

/** The mail server invitations go through. */
export function MailCard({ settings: { smtp }, save }: SettingsCardProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [entries, setEntries] = useState(() => mailEntries(smtp));
  const [hasTried, setTried] = useState(false);
  const [isDone, setDone] = useState(false);
  const faults = mailFaults(entries);
  const set = (change: Partial<typeof entries>) => {
    setDone(false);
    setEntries({ ...entries, ...change });
  };
  const field = (name: 'host' | 'port' | 'user' | 'password' | 'from') => ({
    label: t(`settings.mail.${name}`),
    value: entries[name],
    isDisabled: save === null,
    onChange: (text: string) => set({ [name]: text }),
    ...(hasTried && faults.includes(name) ? { error: t(`settings.mail_wrong.${name}`) } : {}),
  });

  const change = (input: MessageSettingsInput) =>
    run(async () => {
      await save?.(input);
      setDone(true);
      setTried(false);
    });

  return (
    <Card title={t('settings.mail.title')}>
      <div className="mgr-stack">
        <p className="mgr-soft">{smtp === null ? t('settings.mail.none') : t('settings.mail.lead')}</p>
        <div className="con-pair">
          <TextField {...field('host')} maxLength={253} placeholder={t('settings.mail.host_example')} />
          <Select
            label={t('settings.mail.security')}
            isDisabled={save === null}
            options={SECURITIES.map((id) => ({ id, label: t(`settings.securities.${id}`) }))}
            value={entries.security}
            onChange={(chosen) => {
              const security = SECURITIES.find((each) => each === chosen) ?? 'tls';
              // a port nobody changed follows
              const isUsual = entries.port === MAIL_PORTS[entries.security];
              set({ security, ...(isUsual ? { port: MAIL_PORTS[security] } : {}) });
            }}
          />
          <TextField {...field('port')} inputMode="numeric" maxLength={5} />
          <TextField {...field('from')} maxLength={300} placeholder={t('settings.mail.from_example')} />
          <TextField {...field('user')} maxLength={200} />
          <TextField
            {...field('password')}
            type="password"
            autoComplete="new-password"
            maxLength={500}
            {...(smtp?.hasPassword === true ? { description: t('settings.password_kept') } : {})}
          />
        </div>
        {entries.security === 'none' && <Banner tone="warn">{t('settings.mail.plain')}</Banner>}
        {problem !== null && <ProblemNote problem={problem} />}
        {isDone && <Banner tone="good">{t('settings.saved')}</Banner>}
        {save !== null && (
          <div className="con-aside">
            <Button
              variant="primary"
              isPending={isDoing}
              onPress={() => {
                setTried(true);
                if (faults.length === 0) void change({ smtp: smtpOf(entries) });
              }}
            >
              {t('common.save')}
            </Button>
            {smtp !== null && (
              <Button isDisabled={isDoing} onPress={() => void change({ smtp: null })}>
                {t('settings.mail.remove')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
