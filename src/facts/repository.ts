/** Names of repositories: one key for all the ways an origin can be written (catalogue G-ID-2). */

/** `git@github.com:Acme/app.git` and `https://user:token@GitHub.com/Acme/app` are both `github.com/Acme/app`. Null for local paths. No part of it is a secret of the address. */
export function repositoryKey(origin: string): string | null {
  const text = origin.trim()
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(?![^/]*@)(.+)$/.exec(text)
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(text)
  const [, host, path] = url ?? scp ?? []
  if (!host || !path || /^file:/i.test(text) || /^[a-z]$/i.test(host)) return null
  const clean = path
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '')
  return clean ? `${host.toLowerCase()}/${clean}` : null
}
