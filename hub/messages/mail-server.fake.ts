import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
  readonly port: number;
  readonly received: readonly ParsedMail[];
  /** The next message is refused with this SMTP status. */
  readonly refuseNext: (status: number) => void;
  readonly close: () => Promise<void>;
};

/** A real SMTP server on this machine, without TLS, that takes one user. */
export async function startMailServer(user: { readonly name: string; readonly password: string }): Promise<MailServer> {
  const received: ParsedMail[] = [];
  const refusals: number[] = [];
  /** Keeps the message. @throws what the client is told */
  async function read(stream: Readable): Promise<void> {
    const mail = await simpleParser(stream);
    const status = refusals.shift();
    if (status !== undefined) throw Object.assign(new Error('Not now'), { responseCode: status });
    received.push(mail);
  }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === user.name && password === user.password ? done(null, { user: username }) : done(new Error('Wrong')),
    onData: (stream, _session, done) => {
      callbackify(read)(stream, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server listens on no port.');
  return {
    port: address.port,
    received,
    refuseNext: (status) => void refusals.push(status),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
