import { type ClientRequest, type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { configureRequestOptions, configureRequestUrl, type DownloadOptions, HttpExecutor } from 'builder-util-runtime';
import { UpdateError } from './update-error.ts';

/**
 * Asks over Node's own HTTP: electron-updater's executor needs Electron's network, which this kiosk has locked down for its page.
 * Digests and time limits stay the library's; it asks one origin only, wherever an answer may lead.
 */
export class NodeHttpExecutor extends HttpExecutor<ClientRequest> {
  readonly #origin: URL;
  readonly #maxBytes: number;

  /**
   * @param feedUrl the only scheme, host and port that are asked
   * @param maxBytes one byte more ends an answer: a server that never stops would fill the disk
   */
  constructor(feedUrl: string, maxBytes: number) {
    super();
    this.#origin = new URL(feedUrl);
    this.#maxBytes = maxBytes;
  }

  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    const { protocol, hostname, port } = this.#origin;
    const isOurs =
      options.protocol === protocol && options.hostname === hostname && String(options.port ?? '') === port;
    const request = (protocol === 'https:' ? requestHttps : requestHttp)(
      // what is refused is never sent, and must not be looked up either
      isOurs ? options : { protocol, hostname: '127.0.0.1', port: 1 },
      (response) => {
        this.#limit(response);
        callback(response);
      },
    );
    if (!isOurs) {
      const where = `${String(options.protocol)}//${String(options.hostname)}`;
      request.destroy(new UpdateError('redirected', `the program's address leads to ${where}`));
    }
    return request;
  }

  #limit(response: IncomingMessage): void {
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > this.#maxBytes)
        response.destroy(new UpdateError('download_damaged', `an answer is longer than ${this.#maxBytes} bytes`));
    });
  }

  /** Called by the updaters for the program itself, by its name in electron-updater's own executor. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const asked: RequestOptions = options.headers ? { headers: options.headers } : {};
      configureRequestUrl(url, asked);
      configureRequestOptions(asked);
      this.doDownload(
        asked,
        {
          destination,
          options,
          onCancel,
          callback: (error) => (error ? reject(error) : resolve(destination)),
          responseHandler: null,
        },
        0,
      );
    });
  }
}
