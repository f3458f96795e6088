import { useEffect, useRef, useState } from 'react';
import { blankDimension, blankItem, freeId } from '#shared/job/blank-job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import type { Item, Job } from '#shared/job.ts';
import { shareWeights } from '#shared/job/share-weights.ts';
import { BankPicker } from '../bank/bank-picker.tsx';
import { KeepInBank } from '../bank/keep-in-bank.tsx';
import { DimensionSection } from './dimension-section.tsx';
import { DraftProvider, type JobFindingAt } from './draft-context.tsx';
import { FindingsSection } from './findings-section.tsx';
import { ItemSection } from './item-section.tsx';
import { Outline } from './outline.tsx';
import { placeOf, type Place } from './place.ts';
import { PostSection } from './post-section.tsx';
import { pathName } from './value-at.ts';

interface PostBodyProps {
  readonly job: Job;
  /** Where its questions come from when they are kept in the bank. */
  readonly version: number | null;
  readonly isReadOnly: boolean;
  readonly isChecking: boolean;
  readonly findings: readonly JobFindingAt[];
  readonly place: Place;
  readonly onGo: (place: Place) => void;
  readonly change: (path: JobPath, value: unknown) => void;
}

/** Weight a new dimension begins with; the others give it up in their proportion. */
const NEW_WEIGHT = 0.2;

/** Puts the cursor into the field of a path, or of the nearest part around it that is on the page. */
function focusAt(root: HTMLElement, path: JobPath): void {
  for (let length = path.length; length > 0; length -= 1) {
    const name = pathName(path.slice(0, length));
    const part = [...root.querySelectorAll<HTMLElement>('[data-path]')].find(({ dataset }) => dataset['path'] === name);
    if (part === undefined) continue;
    const details = part.closest('details');
    if (details !== null) details.open = true;
    part.scrollIntoView({ block: 'center' });
    part.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
    return;
  }
}

/** A post, part by part: what it consists of on the left, one part at a time on the right. */
export function PostBody({ job, version, isReadOnly, isChecking, findings, place, onGo, change }: PostBodyProps) {
  const [target, setTarget] = useState<JobPath | null>(null);
  const [isPicking, setPicking] = useState(false);
  const [keeping, setKeeping] = useState<Item | null>(null);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (target === null || root.current === null) return;
    focusAt(root.current, target);
    setTarget(null);
  }, [target]);

  /** Another part begins at its top. */
  function show(to: Place): void {
    root.current?.closest('.mgr-main')?.scrollTo(0, 0);
    onGo(to);
  }

  function goTo(path: JobPath): void {
    show(placeOf(path));
    setTarget(path);
  }
  function addItem(item: Item): void {
    change(['items'], [...job.items, item]);
    show({ kind: 'item', at: job.items.length });
  }
  const freeItemId = (stem: string): string =>
    freeId(
      stem,
      job.items.map(({ id }) => id),
    );

  function addDimension(): void {
    const { dimensions } = job.competencyModel;
    const id = freeId(
      `dimension-${dimensions.length + 1}`,
      dimensions.map((each) => each.id),
    );
    const weights = shareWeights([...dimensions.map(({ weight }) => weight), 0], dimensions.length, NEW_WEIGHT);
    change(
      ['competencyModel', 'dimensions'],
      [...dimensions, blankDimension(id, 0)].map((each, at) => ({ ...each, weight: weights[at] ?? each.weight })),
    );
    show({ kind: 'dimension', at: dimensions.length });
  }

  const scene = { job, isReadOnly, isChecking, findings, change, goTo };
  const item = place.kind === 'item' ? job.items[place.at] : undefined;
  return (
    <DraftProvider scene={scene}>
      <div className="job-body">
        <Outline
          place={place}
          onGo={show}
          onAddDimension={addDimension}
          onAddItem={(kind) => addItem(blankItem(kind, freeItemId(`question-${job.items.length + 1}`)))}
          onFromBank={() => setPicking(true)}
        />
        <div className="job-part mgr-stack" ref={root}>
          {place.kind === 'post' && <PostSection />}
          {place.kind === 'dimension' && (
            <DimensionSection key={place.at} at={place.at} onRemoved={() => show({ kind: 'dimension', at: 0 })} />
          )}
          {place.kind === 'item' && (
            <ItemSection
              key={item?.id ?? ''}
              at={place.at}
              onShow={(at) => show(at < 0 ? { kind: 'post' } : { kind: 'item', at })}
              onBank={setKeeping}
            />
          )}
          {place.kind === 'checks' && <FindingsSection />}
        </div>
      </div>
      {isPicking && (
        <BankPicker
          job={job}
          onClose={() => setPicking(false)}
          onChosen={(chosen) => {
            setPicking(false);
            addItem({ ...chosen, id: freeItemId(chosen.id) });
          }}
        />
      )}
      {keeping !== null && <KeepInBank item={keeping} job={job} version={version} onClose={() => setKeeping(null)} />}
    </DraftProvider>
  );
}
