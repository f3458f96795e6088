import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateTask } from '#shared/job/work-sample.ts';
import type { QuestionState } from '#shared/session.ts';
import { Drawing } from '#renderer/assets/drawings/drawing.tsx';
import { DRAWING_HEIGHT, DRAWING_WIDTH } from '#renderer/assets/drawings/canvas.tsx';
import { type Point, toggleMark } from './marks.ts';
import { useWork } from './use-work.ts';
import type { WorkSampleItem } from './work-sample-question.tsx';
import { WorkStage } from './work-stage.tsx';
import './spot-defect.css';

type Task = Extract<CandidateTask, { type: 'spot_defect' }>;

/** How far one press of an arrow key moves the cross, in the drawing's units; four times as far with Shift. */
const STEP = 20;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));

function Marks({ touches, cross }: { readonly touches: readonly Point[]; readonly cross: Point }) {
  return (
    <svg className="c-spot__marks" viewBox={`0 0 ${DRAWING_WIDTH} ${DRAWING_HEIGHT}`} aria-hidden="true">
      {touches.map(({ x, y }, index) => (
        <g key={index} transform={`translate(${x} ${y})`}>
          <circle className="c-spot__halo" r="46" />
          <circle className="c-spot__ring" r="46" />
          <circle className="c-spot__badge" cx="34" cy="-34" r="24" />
          <text className="c-spot__number" x="34" y="-34">
            {index + 1}
          </text>
        </g>
      ))}
      <g className="c-spot__cross" transform={`translate(${cross.x} ${cross.y})`}>
        <path className="c-spot__cross-halo" d="M-60 0H-18M18 0H60M0 -60V-18M0 18V60" />
        <path className="c-spot__cross-line" d="M-60 0H-18M18 0H60M0 -60V-18M0 18V60" />
        <circle className="c-spot__cross-line" r="18" />
      </g>
    </svg>
  );
}

/** A picture with things that are wrong: touched, they get a number; touched again, they lose it. By keyboard a cross is moved. */
export function SpotDefect({
  item,
  task,
  state,
}: {
  readonly item: WorkSampleItem;
  readonly task: Task;
  readonly state: QuestionState;
}) {
  const { t } = useTranslation('candidate');
  const work = useWork('spot_defect', (saved) => saved ?? { type: 'spot_defect', touches: [] });
  const { touches } = work.result;
  const [cross, setCross] = useState<Point>({ x: DRAWING_WIDTH / 2, y: DRAWING_HEIGHT / 2 });
  const [isFull, setIsFull] = useState(false);

  const touch = (point: Point) => {
    const next = toggleMark(touches, point, task.touches);
    setIsFull(next === touches);
    if (next !== touches) work.change({ type: 'spot_defect', touches: [...next] });
  };
  const press = ({ detail, clientX, clientY, currentTarget }: MouseEvent<HTMLButtonElement>) => {
    // a press by keyboard has no place of its own
    if (detail === 0) {
      touch(cross);
      return;
    }
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    touch({
      x: Math.round(clamp(((clientX - left) / width) * DRAWING_WIDTH, DRAWING_WIDTH)),
      y: Math.round(clamp(((clientY - top) / height) * DRAWING_HEIGHT, DRAWING_HEIGHT)),
    });
  };
  const move = (event: KeyboardEvent<HTMLButtonElement>) => {
    const direction = ARROWS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const by = event.shiftKey ? STEP * 4 : STEP;
    setCross(({ x, y }) => ({
      x: clamp(x + direction.x * by, DRAWING_WIDTH),
      y: clamp(y + direction.y * by, DRAWING_HEIGHT),
    }));
  };

  return (
    <WorkStage
      item={item}
      state={state}
      layout="beside"
      draftState={work.draftState}
      canGive={!work.isSending && touches.length > 0}
      onGive={work.give}
      status={
        <output className="c-work__status">
          {t('workSample.marked', { count: touches.length, total: task.touches })}
          <small>{isFull ? t('workSample.full') : t('workSample.spotHow')}</small>
        </output>
      }
    >
      <div className="c-spot">
        <button type="button" className="c-spot__picture" data-keypad-moves onClick={press} onKeyDown={move}>
          <Drawing name={task.drawing} label={task.label} />
          <span className="ui-visually-hidden">{t('workSample.picture')}</span>
          <Marks touches={touches} cross={cross} />
        </button>
      </div>
    </WorkStage>
  );
}
