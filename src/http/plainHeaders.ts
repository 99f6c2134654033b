/** Headers that never hold a secret and are shown in full. Everything that is not here is masked. */
const plain: ReadonlySet<string> = new Set(
  `accept accept-charset accept-encoding accept-language accept-patch accept-post accept-ranges age allow alt-svc
  cache-control connection content-disposition content-encoding content-language content-length content-location
  content-range content-security-policy content-type cross-origin-embedder-policy cross-origin-opener-policy
  cross-origin-resource-policy date dnt etag expect expires forwarded from grpc-message grpc-status host if-match
  if-modified-since if-none-match if-range if-unmodified-since keep-alive last-modified link location max-forwards
  mime-version nel origin permissions-policy pragma prefer preference-applied priority proxy-authenticate
  proxy-connection range referer referrer-policy report-to retry-after server server-timing strict-transport-security
  te timing-allow-origin trace-id traceparent trailer transfer-encoding tracestate upgrade
  upgrade-insecure-requests user-agent vary via warning www-authenticate x-cloud-trace-context x-content-type-options
  x-correlation-id x-dns-prefetch-control x-envoy-upstream-service-time x-forwarded-for x-forwarded-host
  x-forwarded-proto x-frame-options x-http-method-override x-permitted-cross-domain-policies x-powered-by
  x-request-id x-requested-with x-robots-tag x-xss-protection`.split(/\s+/),
);
const plainPrefixes: readonly string[] = ['access-control-', 'sec-fetch-', 'sec-ch-', 'ratelimit', 'x-ratelimit-', 'x-rate-limit-', 'x-sandbox-'];

/** Whether the value of header `name` (lower case) may be shown. */
export function maySeeHeader(name: string): boolean {
  return plain.has(name) || plainPrefixes.some((prefix) => name.startsWith(prefix));
}
