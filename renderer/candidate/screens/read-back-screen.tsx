import { Check, Mic, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { recordingPath } from '#shared/media-routes.ts';
import type { ReadBack } from '#shared/session-view.ts';
import { Banner, Button, Dialog, TextField } from '#renderer/ui/index.ts';
import { PageButtons } from '../page-buttons.tsx';
import { useReadAloud } from '../read-aloud-context.tsx';
import { readBackName, useReadBackEdits } from '../read-back-context.tsx';
import { changeClause, clauseText, editedClauses, settleClause, typeClause, undoClause } from '../read-back-edits.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useClipPlayer } from '../use-clip-player.ts';
import { useScrollPages } from '../use-scroll-pages.ts';
import { ReadBackClause } from './read-back-clause.tsx';
import { SavedNote } from './typed-question.tsx';
import './read-back-screen.css';

const MAX_CHARS_ADDED = 2000;

/** Asks once: what was heard is given up for what will be said. */
function SayAgain() {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="large" icon={<Mic aria-hidden="true" />} isDisabled={isSending} onPress={() => setIsOpen(true)}>
        {t('readBack.again')}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t('readBack.againTitle')}
        icon={<Mic aria-hidden="true" />}
        actions={
          <>
            <Button size="large" onPress={() => setIsOpen(false)}>
              {t('readBack.againStay')}
            </Button>
            <Button
              size="large"
              isDisabled={isSending}
              onPress={() => {
                setIsOpen(false);
                void send({ type: 'answer_rerecorded' });
              }}
            >
              {t('readBack.againConfirm')}
            </Button>
          </>
        }
      >
        <p>{t('readBack.againText')}</p>
      </Dialog>
    </>
  );
}

function Clauses({ readBack }: { readonly readBack: ReadBack }) {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  const { stop: stopVoice } = useReadAloud();
  const heard = readBack.clauses.map(({ text }) => text);
  const { edits, change, draftState } = useReadBackEdits(readBack);
  const [editing, setEditing] = useState<number | null>(null);
  const [isAdding, setIsAdding] = useState(edits.added !== '' || heard.length === 0);
  const clips = useClipPlayer();
  const list = useRef<HTMLOListElement>(null);
  const added = useRef<HTMLDivElement>(null);
  const pages = useScrollPages(list);
  const left = editedClauses(edits, heard);
  const isNothing = heard.length === 0 && edits.added.trim() === '';

  const close = () => {
    if (editing !== null) change((before) => settleClause(before, editing, heard[editing] ?? ''));
    setEditing(null);
  };
  const soundOf = (at: number) => {
    const sound = readBack.clauses[at]?.sound ?? null;
    if (sound === null) return null;
    const isPlaying = clips.playing === at;
    return {
      isPlaying,
      isFailed: clips.failed === at,
      toggle: () => {
        stopVoice();
        if (isPlaying) clips.stop();
        else clips.start(at, { src: recordingPath(sound.recordingId), startMs: sound.startMs, endMs: sound.endMs });
      },
    };
  };

  return (
    <Stage
      title={t('readBack.title')}
      lead={t('readBack.lead')}
      spoken={[t('readBack.lead'), ...left.filter((text) => text !== ''), edits.added].join('\n')}
      actions={
        <>
          {readBack.canRerecord && <SayAgain />}
          <Button
            variant="primary"
            size="large"
            icon={<Check aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'read_back_confirmed', clauses: left, added: edits.added.trim() })}
          >
            {isNothing ? t('common:next') : t('readBack.confirm')}
          </Button>
        </>
      }
    >
      <div className="c-read-back">
        <p className="c-read-back__question">
          {t('readBack.question', { number: readBack.number, prompt: readBack.prompt })}
        </p>
        {heard.length === 0 ? (
          <Banner title={t('readBack.nothing')}>{t('readBack.nothingNext')}</Banner>
        ) : (
          <div className="c-read-back__body">
            <ol ref={list} className="c-read-back__list ui-scroll" aria-label={t('readBack.list')}>
              {heard.map((text, at) => (
                <ReadBackClause
                  // clauses have no names of their own and never change their order
                  key={at}
                  heard={text}
                  text={clauseText(edits, at, text)}
                  isChanged={(edits.versions[at]?.length ?? 0) > 0}
                  isEditing={editing === at}
                  sound={soundOf(at)}
                  onEdit={() => {
                    close();
                    change((before) => changeClause(before, at, clauseText(before, at, text)));
                    setEditing(at);
                  }}
                  onType={(next) => change((before) => typeClause(before, at, next))}
                  onSettle={close}
                  onCrossOut={() => {
                    close();
                    change((before) => changeClause(before, at, ''));
                  }}
                  onUndo={() => {
                    change((before) => undoClause(before, at));
                    setEditing(null);
                  }}
                />
              ))}
            </ol>
            <PageButtons pages={pages} />
          </div>
        )}
        <div ref={added} className="c-read-back__added">
          {isAdding ? (
            <TextField
              label={heard.length === 0 ? t('readBack.field') : t('readBack.added')}
              isMultiline
              rows={2}
              value={edits.added}
              maxLength={MAX_CHARS_ADDED}
              onChange={(text) => change((before) => ({ ...before, added: text }))}
            />
          ) : (
            <Button
              variant="quiet"
              icon={<Plus aria-hidden="true" />}
              onPress={() => {
                flushSync(() => setIsAdding(true));
                added.current?.querySelector('textarea')?.focus();
              }}
            >
              {t('readBack.add')}
            </Button>
          )}
          <SavedNote state={draftState} />
        </div>
      </div>
    </Stage>
  );
}

/** What the recogniser made of an answer, to be put right by the one who said it. */
export function ReadBackScreen() {
  const { readBack } = useCandidateSession().view;
  if (readBack === null) return null;
  return <Clauses key={readBackName(readBack)} readBack={readBack} />;
}
