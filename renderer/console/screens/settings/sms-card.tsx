import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, Select, TextField } from '#renderer/ui/index.ts';
import type { MessageSettingsInput } from '#shared/hub/messages.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import type { SettingsCardProps } from './mail-card.tsx';
import { EMPTY_SMS, smsFaults, smsOf } from './message-entries.ts';

const METHODS = ['POST', 'PUT'] as const;
const TYPES = ['application/json', 'application/x-www-form-urlencoded'] as const;

/** The service text messages go through: one request each, made from a template. */
export function SmsCard({ settings: { sms }, save }: SettingsCardProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [entries, setEntries] = useState(EMPTY_SMS);
  const [isOpen, setOpen] = useState(false);
  const [hasTried, setTried] = useState(false);
  const faults = smsFaults(entries);
  const field = (name: 'url' | 'headers' | 'body') => ({
    label: t(`settings.sms.${name}`),
    value: entries[name],
    onChange: (text: string) => setEntries({ ...entries, [name]: text }),
    ...(hasTried && faults.includes(name) ? { error: t(`settings.sms_wrong.${name}`) } : {}),
  });
  const change = (input: MessageSettingsInput) =>
    run(async () => {
      await save?.(input);
      setOpen(false);
      setTried(false);
      setEntries(EMPTY_SMS);
    });

  return (
    <Card title={t('settings.sms.title')}>
      <div className="mgr-stack">
        <p className="mgr-soft">
          {sms === null ? t('settings.sms.none') : t('settings.sms.set_up', { host: sms.host, method: sms.method })}
        </p>
        {isOpen && (
          <>
            <TextField {...field('url')} maxLength={2000} placeholder={t('settings.sms.url_example')} />
            <div className="con-pair">
              <Select
                label={t('settings.sms.method')}
                options={METHODS.map((id) => ({ id, label: id }))}
                value={entries.method}
                onChange={(id) => setEntries({ ...entries, method: id === 'PUT' ? 'PUT' : 'POST' })}
              />
              <Select
                label={t('settings.sms.type')}
                options={TYPES.map((id) => ({ id, label: id }))}
                value={entries.contentType}
                onChange={(id) =>
                  setEntries({ ...entries, contentType: TYPES.find((type) => type === id) ?? 'application/json' })
                }
              />
            </div>
            <TextField {...field('headers')} isMultiline rows={2} description={t('settings.sms.headers_hint')} />
            <TextField
              {...field('body')}
              isMultiline
              rows={3}
              maxLength={4000}
              description={t('settings.sms.body_hint', { phone: '{{phone}}', text: '{{text}}' })}
            />
          </>
        )}
        {problem !== null && <ProblemNote problem={problem} />}
        {isOpen && sms !== null && <Banner tone="info">{t('settings.sms.enter_again')}</Banner>}
        {save !== null && (
          <div className="con-aside">
            {isOpen ? (
              <>
                <Button
                  variant="primary"
                  isPending={isDoing}
                  onPress={() => {
                    setTried(true);
                    if (faults.length === 0) void change({ sms: smsOf(entries) });
                  }}
                >
                  {t('common.save')}
                </Button>
                <Button onPress={() => setOpen(false)}>{t('common.cancel')}</Button>
              </>
            ) : (
              <Button onPress={() => setOpen(true)}>
                {sms === null ? t('settings.sms.add') : t('settings.sms.change')}
              </Button>
            )}
            {sms !== null && (
              <Button isDisabled={isDoing} onPress={() => void change({ sms: null })}>
                {t('settings.sms.remove')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
