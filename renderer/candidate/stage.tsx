import { EyeOff, Globe, Hand, KeyRound, LogOut, Pause } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, classNames } from '#renderer/ui/index.ts';
import { activeState } from './active-state.ts';
import { FocusHeading } from './focus-heading.tsx';
import { LanguageDialog } from './language-dialog.tsx';
import { ListenButton } from './listen-button.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { useScreenHide } from './screen-hide.tsx';
import { useCandidateSession } from './session-context.tsx';
import { StopDialog } from './stop-dialog.tsx';
import './stage.css';
import './keyboard-room.css';

export interface StageProps {
  readonly title?: ReactNode;
  readonly lead?: ReactNode;
  /** What the listen button beside the title reads. */
  readonly spoken?: string;
  readonly children?: ReactNode;
  /** The way on, in the dock at the lower right. */
  readonly actions?: ReactNode;
  readonly className?: string;
  /** Left out where there is nothing to pause. */
  readonly canPause?: boolean;
}

function Progress() {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  if (view.progress === null) return null;
  const { number, total } = view.progress;
  return (
    <div className="c-progress">
      <span className="c-progress__dots" aria-hidden="true">
        {Array.from({ length: total }, (_, index) => (
          <span
            key={index}
            className={classNames(
              'c-progress__dot',
              index + 1 < number && 'c-progress__dot--done',
              index + 1 === number && 'c-progress__dot--now',
            )}
          />
        ))}
      </span>
      <span className="ui-tabular">{t('progress.question', { number, total })}</span>
    </div>
  );
}

/** The frame of every candidate screen: where one is above, help and the way on below, both always in the same place. */
export function Stage({ title, lead, spoken, children, actions, className, canPause = true }: StageProps) {
  const { t } = useTranslation('candidate');
  const { view, isSending, send, onStaff, isPreview } = useCandidateSession();
  const { hide } = useScreenHide();
  const [dialog, setDialog] = useState<'language' | 'person' | 'stop' | null>(null);
  const close = () => setDialog(null);
  const active = activeState(view.state);
  const isPaused = view.state.kind === 'paused';
  // everything is saved and counts: nothing is left to stop
  const isFinished = active?.kind === 'receipt' || active?.kind === 'self_identification';
  const isPausable = canPause && active !== null && !isFinished && !isPaused;
  const askPerson = () => {
    setDialog('person');
    if (active !== null && !view.isPersonAsked) void send({ type: 'person_asked' });
  };

  return (
    <div className={classNames('c-stage', className)}>
      <header className="c-stage__top">
        <p className="c-stage__place">
          <strong>{view.site.name}</strong>
          {view.job !== null && <span>{view.job.title}</span>}
        </p>
        <Progress />
        <div className="c-stage__notes">
          {view.isPersonAsked && (
            <Badge tone="good" icon={<Hand aria-hidden="true" />}>
              {t('person.coming')}
            </Badge>
          )}
          {view.returnCode !== null && (
            <p className="c-return">
              {t('returnCard.short')} <span className="ui-mono">{view.returnCode}</span>
            </p>
          )}
        </div>
      </header>
      <main className="c-stage__main">
        {title !== undefined && (
          <div className="c-stage__title">
            <div>
              <FocusHeading>{title}</FocusHeading>
              {lead !== undefined && <p className="c-stage__lead">{lead}</p>}
            </div>
            {spoken !== undefined && <ListenButton text={spoken} variant="secondary" />}
          </div>
        )}
        {children}
      </main>
      <footer className="c-dock" inert={isPreview}>
        <nav className="c-dock__help" aria-label={t('dock.label')}>
          <Button variant="quiet" icon={<Hand aria-hidden="true" />} onPress={askPerson}>
            {t('dock.person')}
          </Button>
          <Button variant="quiet" icon={<Globe aria-hidden="true" />} onPress={() => setDialog('language')}>
            {t('dock.language')}
          </Button>
          {active !== null && (
            <Button variant="quiet" icon={<EyeOff aria-hidden="true" />} onPress={hide}>
              {t('dock.hide')}
            </Button>
          )}
          {isPausable && (
            <Button
              variant="quiet"
              icon={<Pause aria-hidden="true" />}
              isDisabled={isSending}
              onPress={() => void send({ type: 'paused' })}
            >
              {t('dock.pause')}
            </Button>
          )}
          {active !== null && !isFinished && (
            <Button variant="quiet" icon={<LogOut aria-hidden="true" />} onPress={() => setDialog('stop')}>
              {t('dock.stop')}
            </Button>
          )}
          {active === null && view.state.kind === 'idle' && onStaff !== null && (
            <Button variant="quiet" icon={<KeyRound aria-hidden="true" />} onPress={onStaff} className="c-dock__staff">
              {t('dock.staff')}
            </Button>
          )}
        </nav>
        <div className="c-dock__actions">{actions}</div>
      </footer>
      <LanguageDialog isOpen={dialog === 'language'} onClose={close} />
      <PersonDialog isOpen={dialog === 'person'} onClose={close} />
      <StopDialog isOpen={dialog === 'stop'} onClose={close} />
    </div>
  );
}
