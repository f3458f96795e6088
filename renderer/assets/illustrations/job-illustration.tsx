import type { JobCard } from '#shared/session-view.ts';
import { AssemblyIllustration } from './assembly.tsx';
import { CounterIllustration } from './counter.tsx';
import { StoreIllustration } from './store.tsx';
import { WarehouseIllustration } from './warehouse.tsx';

const ILLUSTRATIONS = {
  assembly: AssemblyIllustration,
  warehouse: WarehouseIllustration,
  store: StoreIllustration,
  counter: CounterIllustration,
};

/** The picture of a post. Decoration: the title beside it says the same. */
export function JobIllustration({ name }: { readonly name: JobCard['illustration'] }) {
  const Illustration = ILLUSTRATIONS[name];
  return <Illustration />;
}
