import { fileURLToPath } from 'node:url';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** One way of getting records from a kiosk to a server, each side a program of its own. */
export interface Contender {
  readonly name: string;
  /** Program and arguments of the server; it prints its address, its port or a hub's line of JSON. */
  server(folder: string): string[];
  /** Writes `count` records to the kiosk's own store. */
  fill(folder: string, count: number): string[];
  sender(folder: string, url: string, token: string): string[];
  /** Contenders with the same are filled once. */
  readonly store: 'ours' | 'pouch' | 'plain';
  /** Sent over the slow line too; the others would take minutes to show what is known. */
  readonly isSentSlowly: boolean;
}

const pouch = {
  store: 'pouch',
  server: (folder) => [file('baseline/pouch-server.ts'), folder],
  fill: (folder, count) => [file('baseline/pouch-kiosk.ts'), folder, '', 'fill', String(count)],
} satisfies Partial<Contender>;

const plain = {
  store: 'plain',
  isSentSlowly: false,
  server: (folder) => [file('plain-server.native.ts'), folder],
  fill: (folder, count) => [file('plain-kiosk.native.ts'), folder, '', 'fill', String(count)],
} satisfies Partial<Contender>;

export const OURS: Contender = {
  name: 'kiosk to hub',
  store: 'ours',
  isSentSlowly: true,
  server: (folder) => [file('../../hub/index.ts'), '--data', folder],
  fill: (folder, count) => [file('our-kiosk.ts'), folder, 'fill', String(count)],
  sender: (folder, url, token) => [file('our-kiosk.ts'), folder, 'send', url, token],
};

/** The same kiosk, known to the hub by its own key: every request is signed, and so is every answer. */
export const ENROLLED: Contender = {
  ...OURS,
  name: 'enrolled kiosk to hub, signed',
  isSentSlowly: false,
  sender: (folder, url, token) => [file('our-kiosk.ts'), folder, 'send', url, token, 'enrolled'],
};

export const TUNED: Contender = {
  ...pouch,
  name: 'PouchDB tuned (500, keep-alive, gzip)',
  isSentSlowly: true,
  sender: (folder, url) => [file('baseline/pouch-kiosk.ts'), folder, url, 'tuned'],
};

export const STOCK: Contender = {
  ...pouch,
  name: 'PouchDB as it comes (100)',
  isSentSlowly: false,
  sender: (folder, url) => [file('baseline/pouch-kiosk.ts'), folder, url, 'stock'],
};

export const POSTS: Contender = {
  ...plain,
  name: 'POST of 200, plain JSON',
  sender: (folder, url) => [file('plain-kiosk.native.ts'), folder, url, 'post'],
};

export const PUTS: Contender = {
  ...plain,
  name: 'PUT for each record',
  sender: (folder, url) => [file('plain-kiosk.native.ts'), folder, url, 'put'],
};
