/**
 * The content security policy of every page, the same in both shells.
 *
 * @param options.connect further origins the page may talk to, e.g. `ws://127.0.0.1:4711`
 * @param options.nonce admits the one `<style>` element react-aria-components adds (touch-action of pressable elements)
 */
export function contentSecurityPolicy(
  options: { connect?: string | undefined; nonce?: string | undefined } = {},
): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `connect-src ${["'self'", options.connect].filter(Boolean).join(' ')}`,
    `img-src 'self' blob: data:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `style-src ${["'self'", options.nonce && `'nonce-${options.nonce}'`].filter(Boolean).join(' ')}`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Headers of every response beside the content security policy. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy':
    'camera=(self), microphone=(self), geolocation=(), display-capture=(), usb=(), serial=(), bluetooth=(), hid=()',
};
