/** Keys and tokens that are known by their form. */

/**
 * Sources of regular expressions. So that any text is read in linear time, each begins with letters of its own, counts
 * what may fail, and has nothing after its last unbounded class.
 */
const TOKENS = [
  // Amazon: ids of keys; their secrets are known by what they are assigned to.
  '(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA|AGPA|ANPA|ANVA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  // Google: API keys, client secrets, access and refresh tokens.
  'AIza[\\w-]{35}',
  'GOCSPX-[\\w-]{20,}',
  'ya29\\.[\\w-]{20,}',
  '1//0[\\w-]{30,}',
  // Azure: client secrets.
  '[\\w~.-]{3}[78]Q~[\\w~.-]{31,}',
  // GitHub, GitLab, Bitbucket.
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_\\w{22,}',
  'gl(?:pat|ptt|dt|rt|cbt|imt|ft|oas|agent|soat|ffct|rtr|wt)-[\\w.-]{16,}',
  'ATBB[A-Za-z0-9]{24,}',
  'ATATT3[\\w=-]{30,}',
  // Slack.
  'xox[abcdeoprs]-[\\w-]{10,}',
  'xapp-\\d-[\\w-]{10,}',
  'hooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w/]{20,}',
  // Stripe, Square, PayPal, Shopify.
  '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}',
  'whsec_[\\w+/=]{16,}',
  'sq0(?:atp|csp)-[\\w-]{22,}',
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  // Model providers.
  'sk-ant-[\\w-]{20,}',
  'sk-(?:proj|svcacct|admin|or-v1|lf)-[\\w-]{20,}',
  'gsk_[A-Za-z0-9]{30,}',
  'xai-[A-Za-z0-9]{40,}',
  'pplx-[A-Za-z0-9]{30,}',
  'hf_[A-Za-z]{30,}',
  'r8_[A-Za-z0-9]{30,}',
  'fk-[A-Za-z0-9]{16,}[\\w-]*',
  // Registries of packages and images.
  'npm_[A-Za-z0-9]{36}',
  'pypi-[\\w-]{50,}',
  'rubygems_[a-f0-9]{48}',
  'cio[A-Za-z0-9]{32}(?![A-Za-z0-9])',
  'dckr_(?:pat|oat)_[\\w-]{20,}',
  // Clouds, hosts and services.
  'do[opr]_v1_[a-f0-9]{64}',
  'dapi[a-f0-9]{32}',
  'hv[sbr]\\.[\\w-]{24,}',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9.]{40,}',
  'SG\\.[\\w-]{16,32}\\.[\\w-]{16,}',
  'SK[a-f0-9]{32}(?![A-Za-z0-9])',
  'key-[a-f0-9]{32}(?![A-Za-z0-9])',
  'NRAK-[A-Z0-9]{27}',
  'gls[ac]_[\\w+/=]{20,}',
  'glc_[\\w+/=]{20,}',
  'lin_(?:api|oauth)_[A-Za-z0-9]{30,}',
  'ntn_[A-Za-z0-9]{40,}',
  'secret_[A-Za-z0-9]{40,}',
  'sbp_[a-f0-9]{40}',
  'pscale_(?:tkn|pw|oauth)_[\\w.=-]{30,}',
  'figd_[\\w-]{38,}',
  'PMAK-[a-f0-9]{24}-[a-f0-9]{34}',
  'sntry[su]_[\\w+/=-]{40,}',
  'dd[ap][A-Za-z0-9]{34}(?![A-Za-z0-9])',
  'AGE-SECRET-KEY-1[A-Z0-9]{58}',
  '\\d{8,10}:AA[\\w-]{33}',
]

/** Any of them, where no name goes on to the left. */
export const TOKEN = new RegExp(`(?<![A-Za-z0-9])(?:${TOKENS.join('|')})`, 'g')

/** Keys whose prefix is a word as well: they have to look random too. */
export const PERHAPS_TOKEN = /(?<![A-Za-z0-9])(?:sk-|tg_)[\w-]{20,}/g

/** Signed tokens of three parts, of which the first two are JSON; the last may be cut off. */
export const RUN = /[\w.~+/=-]{20,}/g

/** Names that are given secrets. What stands around them is a part of the name. */
const SECRET_NAME =
  'passw(?:or)?d|passwd|passphrase|pwd|secret|token|credentials?|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|' +
  'signing[_-]?key|encryption[_-]?key|account[_-]?key|shared[_-]?access[_-]?key|master[_-]?key|auth[_-]?key|service[_-]?key|' +
  'authorization|cookie|[_-]key|\\bsig'

/**
 * A name, what parts it from its value, and the value: within quotes, or up to a space or the next name. Quotes may be
 * escaped, as in JSON within JSON.
 */
export const ASSIGNED = new RegExp(
  `(${SECRET_NAME})([\\w-]{0,20}\\\\?["'\`]?\\]?\\s{0,3}(?::=|=>|[:=]|\\s)\\s{0,3}(?:(?:Bearer|Basic|Token)\\s{1,3})?)` +
    '(?:(\\\\?["\'`])([^"\'`\\r\\n]{4,4096})|([^\\s"\'`,;&<>(){}\\[\\]]{4,4096}))',
  'gi',
)

/** What a scheme of HTTP is followed by. */
export const SCHEME = /(?<![A-Za-z])((?:Bearer|Basic|Token)\s{1,3})([\w.~+/=-]{12,})/gi

/** The user and the password of an address. */
export const IN_ADDRESS = /:\/\/([^\s/:@"'`<>]{0,256}):([^\s/@"'`<>]{1,256})@/g

/** The beginning of a private key; its end is looked for from there. */
export const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
