import type { Me } from '#shared/wire/person.ts';
import { CandidateFile } from '../candidates/candidate-file.tsx';
import { CandidateList } from '../candidates/candidate-list.tsx';
import { MergeList } from '../candidates/merge-list.tsx';
import { WithNames } from '../flow/names.tsx';
import { usePlace } from '../use-place.ts';
import '../flow/flow.css';
import '../candidates/candidates.css';

/** Candidates: the list, one file (`#/candidates/ID`), and files that may be one person (`#/candidates/merges`). */
export function CandidatesScreen({ me }: { readonly me: Me }) {
  const [, id] = usePlace();
  return (
    <WithNames>
      {id === undefined ? (
        <CandidateList me={me} />
      ) : id === 'merges' ? (
        <MergeList me={me} />
      ) : (
        <CandidateFile key={id} id={id} me={me} />
      )}
    </WithNames>
  );
}
