import { ArrowLeft, ArrowRight, CircleCheck, Ear, Hand, Mic, RotateCcw, Volume2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, classNames } from '#renderer/ui/index.ts';
import { CaptureTrouble } from '../capture-trouble.tsx';
import { useCapture } from '../capture-context.tsx';
import { LevelBars } from '../level-bars.tsx';
import { LivePicture } from '../live-picture.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useFramingAdvice } from '../use-framing-advice.ts';
import { checkReport, type MicrophoneCheck, useMicrophoneCheck } from '../use-microphone-check.ts';
import './check-screen.css';

function Step({
  icon,
  state,
  title,
  children,
}: {
  readonly icon: ReactNode;
  readonly state: 'later' | 'now' | 'done' | 'warn';
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <li
      className={classNames('c-check__step', `c-check__step--${state}`)}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <span className="c-check__icon" aria-hidden="true">
        {state === 'done' ? <CircleCheck /> : icon}
      </span>
      <div>
        <strong>{title}</strong>
        {children !== undefined && <p>{children}</p>}
      </div>
    </li>
  );
}

function RoomStep({ check }: { readonly check: MicrophoneCheck }) {
  const { t } = useTranslation('candidate');
  if (check.step === 'waiting' || check.step === 'quiet') {
    return (
      <Step icon={<Ear />} state="now" title={t('check.roomTitle')}>
        {t('check.roomText')}
      </Step>
    );
  }
  const { verdict } = check.noise;
  return (
    <Step icon={<Volume2 />} state={verdict === 'quiet' ? 'done' : 'warn'} title={t(`check.room.${verdict}.title`)}>
      {t(`check.room.${verdict}.text`)}
    </Step>
  );
}

function VoiceStep({ check }: { readonly check: MicrophoneCheck }) {
  const { t } = useTranslation('candidate');
  if (check.step === 'voice') {
    return (
      <Step icon={<Mic />} state={check.isLong ? 'warn' : 'now'} title={t('check.voiceTitle')}>
        {check.isLong ? t('check.voiceLong') : t('check.sentence')}
      </Step>
    );
  }
  if (check.step !== 'heard') return <Step icon={<Mic />} state="later" title={t('check.voiceLater')} />;
  const { verdict } = check.voice;
  return (
    <Step icon={<Mic />} state={verdict === 'ok' ? 'done' : 'warn'} title={t(`check.voice.${verdict}.title`)}>
      {t(`check.voice.${verdict}.text`)}
    </Step>
  );
}

/** Camera, room and voice, measured on the real stream. A dead microphone does not pass; answering by touch always does. */
export function CheckScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const { state, levels, isHandsetFailed, reopen } = useCapture();
  const { advice, watch } = useFramingAdvice(view.features.facePresence);
  const isHandset = view.microphone === 'handset';
  const { check, again } = useMicrophoneCheck(levels);
  const report = checkReport(check, state.status === 'open' && state.hasCamera);

  return (
    <Stage
      title={t('check.title')}
      lead={t('check.lead')}
      actions={
        <>
          <Button
            size="large"
            icon={<ArrowLeft aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'went_back' })}
          >
            {t('common:back')}
          </Button>
          <Button
            variant="primary"
            size="large"
            iconAfter={<ArrowRight aria-hidden="true" />}
            isDisabled={isSending || report === null}
            onPress={() => {
              if (report !== null) void send({ type: 'check_finished', report });
            }}
          >
            {t('common:next')}
          </Button>
        </>
      }
    >
      <div className="c-check">
        <div className="c-check__left">
          <LivePicture hasOutline onVideo={watch} />
          {state.status === 'open' && state.hasCamera && (
            <Banner tone={advice === 'ok' ? 'good' : 'warn'}>{t(`check.picture.${advice}`)}</Banner>
          )}
        </div>
        <div className="c-check__right">
          {state.status === 'failed' ? (
            <CaptureTrouble code={state.code} />
          ) : isHandsetFailed ? (
            <>
              <Banner tone="warn" isUrgent title={t('trouble.handset.text')}>
                {t('trouble.handset.next')}
              </Banner>
              <Button size="large" icon={<RotateCcw aria-hidden="true" />} onPress={reopen}>
                {t('trouble.retry')}
              </Button>
            </>
          ) : (
            <>
              {isHandset && (
                <Banner tone="info" title={t('check.handsetTitle')}>
                  {t('check.handsetText')}
                </Banner>
              )}
              <ol className="c-check__steps">
                <RoomStep check={check} />
                <VoiceStep check={check} />
              </ol>
              <div className="c-check__meter">
                <span>{t('level.label')}</span>
                <LevelBars source={levels} />
              </div>
            </>
          )}
          <div className="c-check__tools">
            <Button
              icon={<Hand aria-hidden="true" />}
              isDisabled={isSending}
              onPress={() => void send({ type: 'touch_chosen' })}
            >
              {t('check.touch')}
            </Button>
            {(check.step === 'voice' || check.step === 'heard') && (
              <Button variant="quiet" icon={<RotateCcw aria-hidden="true" />} onPress={again}>
                {t('check.again')}
              </Button>
            )}
          </div>
        </div>
      </div>
    </Stage>
  );
}
