import { Check, Pencil, Play, Square, Undo2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, classNames, TextField } from '#renderer/ui/index.ts';
import { ListenButton } from '../listen-button.tsx';

/** Longest clause the core takes. */
const MAX_CHARS = 2000;

export interface ReadBackClauseProps {
  readonly heard: string;
  readonly text: string;
  readonly isChanged: boolean;
  readonly isEditing: boolean;
  /** Null where there is no sound of it: the kiosk's voice reads the text instead. */
  readonly sound: { readonly isPlaying: boolean; readonly isFailed: boolean; readonly toggle: () => void } | null;
  readonly onEdit: () => void;
  readonly onType: (text: string) => void;
  readonly onSettle: () => void;
  readonly onCrossOut: () => void;
  readonly onUndo: () => void;
}

function State({ heard, isCrossedOut }: { readonly heard: string; readonly isCrossedOut: boolean }) {
  const { t } = useTranslation('candidate');
  return (
    <span className="c-clause__state">
      {isCrossedOut ? t('readBack.crossedOut') : t('readBack.before', { text: heard })}
    </span>
  );
}

/** One line of what the computer heard: hear it, change it, cross it out, take that back. */
export function ReadBackClause({
  heard,
  text,
  isChanged,
  isEditing,
  sound,
  onEdit,
  onType,
  onSettle,
  onCrossOut,
  onUndo,
}: ReadBackClauseProps) {
  const { t } = useTranslation('candidate');
  const isCrossedOut = isChanged && text.trim() === '';
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isEditing) return;
    line.current?.querySelector('textarea')?.focus({ preventScroll: true });
    line.current?.scrollIntoView({ block: 'nearest' });
  }, [isEditing]);
  const listen =
    sound === null ? (
      <ListenButton isIconOnly text={text} label={t('listen.named', { text })} />
    ) : (
      <Button
        variant="secondary"
        isIconOnly
        className="c-clause__play"
        icon={sound.isPlaying ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
        aria-label={sound.isPlaying ? t('readBack.stop') : t('readBack.play', { text: heard })}
        onPress={sound.toggle}
      />
    );
  if (isEditing) {
    return (
      <li ref={line} className="c-clause c-clause--editing">
        {listen}
        <TextField
          label={t('readBack.field')}
          isLabelHidden
          isMultiline
          rows={2}
          value={text}
          maxLength={MAX_CHARS}
          onChange={onType}
        />
        <span className="c-clause__tools">
          <Button variant="quiet" icon={<Undo2 aria-hidden="true" />} onPress={onUndo}>
            {t('readBack.undo')}
          </Button>
          <Button variant="primary" icon={<Check aria-hidden="true" />} onPress={onSettle}>
            {t('readBack.done')}
          </Button>
        </span>
      </li>
    );
  }
  return (
    <li className={classNames('c-clause', isChanged && 'c-clause--changed', isCrossedOut && 'c-clause--out')}>
      {listen}
      <span className="c-clause__text">
        {isCrossedOut ? <s>{heard}</s> : <span>{text}</span>}
        {isChanged && <State heard={heard} isCrossedOut={isCrossedOut} />}
        {sound?.isFailed === true && <span className="c-clause__state">{t('readBack.unplayable')}</span>}
      </span>
      <span className="c-clause__tools">
        {isChanged && (
          <Button
            variant="quiet"
            icon={<Undo2 aria-hidden="true" />}
            aria-label={t('readBack.undoNamed', { text: heard })}
            onPress={onUndo}
          >
            {t('readBack.undo')}
          </Button>
        )}
        {!isCrossedOut && (
          <>
            <Button
              variant="quiet"
              icon={<Pencil aria-hidden="true" />}
              aria-label={t('readBack.changeNamed', { text })}
              onPress={onEdit}
            >
              {t('readBack.change')}
            </Button>
            <Button
              variant="quiet"
              icon={<X aria-hidden="true" />}
              aria-label={t('readBack.crossOutNamed', { text })}
              onPress={onCrossOut}
            >
              {t('readBack.crossOut')}
            </Button>
          </>
        )}
      </span>
    </li>
  );
}
