/** Every error the product can answer with: code, HTTP status and exit code are born here and nowhere else. */

export const ERRORS = {
  bad_request: { status: 400, exit: 2, doc: 'The request cannot be understood.' },
  bad_param: { status: 400, exit: 2, doc: 'A parameter has a value that is not allowed; `param` names it.' },
  forbidden_host: {
    status: 403,
    exit: 2,
    doc: 'In personal mode only requests from this machine to a loopback name are answered.',
  },
  unauthenticated: { status: 401, exit: 7, doc: 'A key is needed, or the one that was sent is not valid.' },
  forbidden: { status: 403, exit: 7, doc: 'The key that was sent may not be used for this.' },
  not_found: { status: 404, exit: 2, doc: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, exit: 2, doc: 'The address exists, but not with this method.' },
  conflict: {
    status: 409,
    exit: 2,
    doc: 'There is something of that name already, or nobody would be owner any more.',
  },
  too_large: { status: 413, exit: 2, doc: 'The body is larger than the server accepts.' },
  media_type: { status: 415, exit: 2, doc: 'The content type is not one the address takes.' },
  encoding: { status: 415, exit: 2, doc: 'The content encoding is not one the address takes.' },
  headers_too_large: { status: 431, exit: 2, doc: 'The request headers are too large.' },
  url_not_allowed: {
    status: 400,
    exit: 2,
    doc: 'The address is one that the server does not call: of its own network, or not HTTPS.',
  },
  rate_limited: {
    status: 429,
    exit: 3,
    doc: 'Too many requests in a short time; `Retry-After` says in how many seconds there is room again.',
  },
  internal: {
    status: 500,
    exit: 1,
    doc: 'A fault of the server. The log has the details under the request id.',
  },
  unavailable: {
    status: 503,
    exit: 3,
    doc: 'The engine is not reachable right now. Nothing was stored; try again.',
  },
  locked: { status: 503, exit: 4, doc: 'Another process holds the data folder.' },
  engine_failed: { status: 503, exit: 3, doc: 'The embedded engine could not be started.' },
  port_in_use: { status: 503, exit: 5, doc: 'The port is taken by another program.' },
  config: {
    status: 500,
    exit: 6,
    doc: 'The configuration has an unknown key or a value that is not allowed.',
  },
} as const

export type ErrorCode = keyof typeof ERRORS

/** An error with a code of the table above. `message` is for people: what is wrong and what to do. No SQL, path of the server or secret. */
export class TachographError extends Error {
  readonly code: ErrorCode
  /** Name of the parameter at fault, if one is. */
  readonly param?: string
  constructor(code: ErrorCode, message: string, options: { param?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.param = options.param
  }
  get status(): number {
    return ERRORS[this.code].status
  }
  get exitCode(): number {
    return ERRORS[this.code].exit
  }
}
