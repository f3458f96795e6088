import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { CandidatePreview } from '#renderer/candidate/candidate-preview.tsx';
import { Button, Select } from '#renderer/ui/index.ts';
import { choosePersonalItems } from '#shared/job/personal-items.ts';
import { variantGroups } from '#shared/job/variants.ts';
import type { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { LanguageSwitch } from '../../language-switch.tsx';
import { TagsField } from '../bank/tags-field.tsx';
import { useStudioLocale } from '../edit/use-studio-locale.ts';
import { CandidateFrame } from './candidate-frame.tsx';
import { type PreviewStep, previewSteps, previewView } from './preview-view.ts';

/** Room around the frame, in px: the bar above it and the edge of the window. */
const AROUND = { width: 64, height: 150 };

function measure(): number {
  return Math.min(1, (innerWidth - AROUND.width) / 1280, (innerHeight - AROUND.height) / 800);
}

/** How large the kiosk's screen can be drawn in this window; never larger than it is. */
function useScale(): number {
  const [scale, setScale] = useState(measure);
  useEffect(() => {
    const follow = () => setScale(measure());
    addEventListener('resize', follow);
    return () => removeEventListener('resize', follow);
  }, []);
  return scale;
}

interface PreviewDialogProps {
  readonly job: Job;
  /** 0-based question to begin with; null: the card on the attract screen. */
  readonly firstItem: number | null;
  readonly onClose: () => void;
}

/** The post as candidates see it: the real screens, in either language, one step at a time. */
export function PreviewDialog({ job: whole, firstItem, onClose }: PreviewDialogProps) {
  const { t } = useTranslation('studio');
  const firstId = firstItem === null ? undefined : whole.items[firstItem]?.id;
  // a question of a group is looked at with the skills it is asked for
  const [skills, setSkills] = useState<readonly string[]>(
    () => whole.items.find(({ id }) => id === firstId)?.variant?.tags ?? [],
  );
  const hasGroups = variantGroups(whole).length > 0;
  const job: Job = hasGroups ? { ...whole, items: [...choosePersonalItems(whole, skills).items] } : whole;
  const steps = previewSteps(job);
  const firstNumber = job.items.findIndex(({ id }) => id === firstId) + 1;
  const first = steps.findIndex(({ number }) => number === (firstNumber === 0 ? null : firstNumber));
  const [at, setAt] = useState(Math.max(0, first));
  const [locale, setLocale] = useState<Locale>(useStudioLocale());
  const scale = useScale();
  const step = steps[at] ?? steps[0];
  if (step === undefined) return null;
  const name = ({ number, turn }: PreviewStep): string => {
    if (number === null) return t('preview.card');
    return turn === null ? t('preview.question', { number }) : t('preview.turn', { number, turn });
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      className="ui-overlay"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className="job-preview">
        <AriaDialog className="job-preview__dialog">
          <header className="job-preview__bar">
            <Heading slot="title" level={2} className="job-preview__title">
              {t('preview.title')}
            </Heading>
            <Button
              isIconOnly
              icon={<ChevronLeft aria-hidden="true" />}
              aria-label={t('preview.back')}
              isDisabled={at === 0}
              onPress={() => setAt(at - 1)}
            />
            <Select
              label={t('preview.step')}
              isLabelHidden
              options={steps.map((each) => ({ id: each.key, label: name(each) }))}
              value={step.key}
              onChange={(key) => setAt(steps.findIndex((each) => each.key === key))}
            />
            <Button
              isIconOnly
              icon={<ChevronRight aria-hidden="true" />}
              aria-label={t('preview.next')}
              isDisabled={at === steps.length - 1}
              onPress={() => setAt(at + 1)}
            />
            {hasGroups && <TagsField tags={skills} hint={t('preview.skills_hint')} onChange={setSkills} />}
            <LanguageSwitch locale={locale} onChange={setLocale} />
            <Button icon={<X aria-hidden="true" />} onPress={onClose}>
              {t('preview.close')}
            </Button>
          </header>
          <CandidateFrame title={name(step)} locale={locale} scale={scale}>
            <CandidatePreview key={`${step.key} ${locale}`} view={previewView(job, step, locale, t('preview.site'))} />
          </CandidateFrame>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
