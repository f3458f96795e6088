import { useTranslation } from 'react-i18next';
import { Card, TextField } from '#renderer/ui/index.ts';
import { PURPOSES } from '#shared/purpose.ts';
import { useDraftScene } from './draft-context.tsx';
import { ChoiceField, NumberField, TextPair, useFieldError } from './fields.tsx';

const PICTURES = ['assembly', 'warehouse', 'store', 'counter'] as const;

function PhoneField() {
  const { t } = useTranslation('studio');
  const { job, isReadOnly, change } = useDraftScene();
  const path = ['nextStep', 'phone'];
  const error = useFieldError(path);
  return (
    <div data-path="nextStep/phone">
      <TextField
        label={t('post.phone')}
        type="tel"
        maxLength={20}
        isReadOnly={isReadOnly}
        value={job.nextStep.phone}
        onChange={(phone) => change(path, phone)}
        error={error}
      />
    </div>
  );
}

/** What candidates see of the post: its card on the attract screen, and what comes after the interview. */
export function PostSection() {
  const { t } = useTranslation('studio');
  return (
    <>
      <Card title={t('post.card')}>
        <TextPair path={['title']} label={t('places.title')} />
        <TextPair path={['card', 'summary']} label={t('places.summary')} hint={t('post.summary_hint')} rows={2} />
        <TextPair path={['card', 'pay']} label={t('places.pay')} rows={2} />
        <TextPair path={['card', 'shift']} label={t('places.shift')} rows={2} />
        <TextPair path={['card', 'hours']} label={t('places.hours')} rows={2} />
        <TextPair path={['card', 'place']} label={t('places.place')} rows={2} />
        <div className="job-pair">
          <ChoiceField
            path={['purpose']}
            label={t('post.purpose')}
            missing="hiring"
            options={PURPOSES.map((id) => ({ id, label: t(`purposes.${id}`, { ns: 'manager' }) }))}
          />
          <ChoiceField
            path={['card', 'illustration']}
            label={t('post.picture')}
            options={PICTURES.map((id) => ({ id, label: t(`post.pictures.${id}`) }))}
          />
          <p className="job-pair__hint ui-field__description">{t('post.purpose_hint')}</p>
        </div>
      </Card>
      <Card title={t('post.next_step')}>
        <TextPair path={['nextStep', 'text']} label={t('post.next_step_text')} rows={2} />
        <div className="job-pair">
          <NumberField path={['nextStep', 'withinDays']} label={t('post.within_days')} />
          <PhoneField />
        </div>
        <p className="ui-field__description">{t('post.rules_hint')}</p>
      </Card>
    </>
  );
}
