import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, TextField } from '#renderer/ui/index.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import type { SettingsCardProps } from './mail-card.tsx';

/** Who invites: the name that messages are signed with. */
export function OrganisationCard({ settings: { organisation }, save }: SettingsCardProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [name, setName] = useState(organisation);
  const [isDone, setDone] = useState(false);
  return (
    <Card title={t('settings.organisation.title')}>
      <div className="mgr-stack">
        <form
          className="con-find"
          onSubmit={(event) => {
            event.preventDefault();
            void run(async () => {
              await save?.({ organisation: name.trim() });
              setDone(true);
            });
          }}
        >
          <TextField
            label={t('settings.organisation.name')}
            description={t('settings.organisation.hint')}
            value={name}
            isDisabled={save === null}
            maxLength={200}
            onChange={(text) => {
              setDone(false);
              setName(text);
            }}
          />
          {save !== null && (
            <Button
              type="submit"
              variant="primary"
              isPending={isDoing}
              isDisabled={name.trim() === '' || name.trim() === organisation}
            >
              {t('common.save')}
            </Button>
          )}
        </form>
        {problem !== null && <ProblemNote problem={problem} />}
        {isDone && <Banner tone="good">{t('settings.saved')}</Banner>}
      </div>
    </Card>
  );
}
