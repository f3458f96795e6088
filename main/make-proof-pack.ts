import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { QuestionError } from './figures-command.ts';
import { gatherProof, type GroupsFile } from './gather-proof.ts';
import { readTable, TableError } from './insights/read-table.ts';
import { locate } from './locations.ts';
import { sealPack } from './proof-pack/seal-pack.ts';
import { KioskRefusedError, openStoppedKiosk } from './stopped-kiosk.ts';
import type { Keyring } from './store/keys/keyring-port.ts';
import { testRestore } from './store/restore-test.native.ts';
import { workspaceOf } from './store/workspace.ts';
import { verifyWorkspace } from './verify-workspace.ts';

interface Terminal {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

export interface MakeOptions {
  readonly data: string;
  readonly out: string;
  /** CSV file of the employer: people, their groups, and who was selected. */
  readonly groups?: string;
  readonly group?: readonly string[];
  readonly outcome?: string;
}

async function readGroups({ groups, group = [], outcome }: MakeOptions): Promise<GroupsFile | null> {
  if (groups === undefined) return null;
  if (group.length === 0 || outcome === undefined)
    throw new QuestionError(
      'With --groups also say --group COLUMN, once for each, and --outcome COLUMN (who was selected).',
    );
  const question = { groups: group, by: { outcome }, exclusionJustification: null };
  return { table: readTable(await readFile(groups)), question };
}

/**
 * `anteroom proof-pack make`. The making is written into the audit log before the log is copied.
 *
 * @returns exit code: 0; 2 when nothing was made, and the sentence why is said
 */
export async function makeProofPack(
  options: MakeOptions,
  keyring: Keyring,
  { print, complain }: Terminal,
): Promise<number> {
  const { data, out } = options;
  try {
    const groups = await readGroups(options);
    if (existsSync(out)) throw new QuestionError(`${out} is there already. Name a new file with --out.`);
    const workspace = workspaceOf(data);
    if (!existsSync(workspace.databaseFile))
      throw new KioskRefusedError(
        `${data} holds no kiosk data. Give the folder that the kiosk was started with (--data).`,
      );
    const verification = await verifyWorkspace(data, keyring);
    const kiosk = await openStoppedKiosk(data, keyring);
    try {
      const now = new Date();
      const { deviceId, ledger } = kiosk.store;
      const restoreTest = testRestore(workspace, kiosk.database, now);
      const detail = { isSound: verification.isSound, isWhole: restoreTest.isWhole };
      ledger.audit({ actor: 'command line', action: 'proof_pack.made', subject: deviceId, detail });
      const { projectDirectory, resourcesDirectory, modelsDirectory } = locate();
      const { version } = JSON.parse(await readFile(join(projectDirectory, 'package.json'), 'utf8')) as {
        version: string;
      };
      const places = { resourcesDirectory, shippedModels: modelsDirectory, ownModels: workspace.modelsDirectory };
      const about = {
        deviceId,
        site: kiosk.store.kiosk.settings().site.name,
        madeAt: now.toISOString(),
        program: version,
      };
      const files = gatherProof({ kiosk, verification, restoreTest, groups, program: version, places, now });
      const manifest = await sealPack(out, about, files, kiosk.signer);
      print(`${manifest.files.length} files in ${out}, signed with the key ${kiosk.signer.publicKey}.`);
      if (!verification.isSound)
        complain('What the kiosk keeps is NOT sound; the pack says so. See "anteroom verify".');
      if (!restoreTest.isWhole) complain('The restore test FAILED; the pack says so. Call the technician.');
      print(
        'Check it anywhere: anteroom proof-pack check FILE --key KEY, with the key that head office shows for this kiosk.',
      );
      return 0;
    } finally {
      kiosk.close();
    }
  } catch (error) {
    if (error instanceof KioskRefusedError || error instanceof QuestionError || error instanceof TableError)
      complain(error.message);
    else if (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)))
      complain(`The pack cannot be made (${error.message}). Nothing was kept; make room or name another file.`);
    else throw error;
    return 2;
  }
}
