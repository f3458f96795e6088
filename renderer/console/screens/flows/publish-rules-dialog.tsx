import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, TextField } from '#renderer/ui/index.ts';
import { Publication, type PublicationWithBody } from '#shared/wire/publication.ts';
import { useNames } from '../../flow/names.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { readSites } from '../../sites.ts';
import { useDoing } from '../../use-doing.ts';
import { isSame, type KioskRules, rulesBody } from './kiosk-rules.ts';
import { RuleSentences } from './kiosk-rules-card.tsx';

interface PublishRulesDialogProps {
  readonly jobId: string;
  readonly path: string;
  readonly rules: KioskRules;
  /** The newest publication, withdrawn or not. */
  readonly published: PublicationWithBody | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The rules as every kiosk will understand them, which of them stay here, and at which sites they will hold. */
export function PublishRulesDialog({ jobId, path, rules, published, onClose, onDone }: PublishRulesDialogProps) {
  const { t } = useTranslation();
  const names = useNames();
  const { isDoing, problem, run } = useDoing();
  const [text, setText] = useState((rules.held?.sites ?? []).join(t('flows.comma')));
  const sites = readSites(text);
  const isNoNews = isSame(rules, sites);
  const publish = () =>
    run(async () => {
      await ask(path, Publication, { method: 'PUT', body: { sites, body: rulesBody(jobId, rules, published) } });
      onDone();
    });
  return (
    <Dialog
      isOpen
      size="wide"
      isDismissable={false}
      onOpenChange={onClose}
      title={t('flows.kiosks.publish_title', { job: names.job(jobId) })}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={isNoNews} isPending={isDoing} onPress={() => void publish()}>
            {t('publications.publish')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <p>{t('flows.kiosks.publish_lead')}</p>
        {rules.fit.length === 0 ? (
          <p>{t('flows.kiosks.publish_none')}</p>
        ) : (
          <RuleSentences jobId={jobId} rules={rules.fit} />
        )}
        {rules.unfit.length > 0 && (
          <p className="mgr-soft">
            {t('flows.kiosks.unfit', { rules: rules.unfit.map(({ name }) => names.text(name)).join(t('flows.comma')) })}
          </p>
        )}
        <TextField
          label={t('people.sites')}
          description={t('people.sites_hint')}
          value={text}
          onChange={setText}
          maxLength={2000}
        />
        {isNoNews && <output className="mgr-soft">{t('flows.kiosks.no_news')}</output>}
        {problem !== null && <ProblemNote problem={problem} />}
      </div>
    </Dialog>
  );
}
