/** Where to find a module that another thread or process is to run. */

/**
 * URL of the compiled module beside `from`. Node starts threads and processes from JavaScript only, so code that runs
 * from source (tests) uses the build of the same tree: `npm test` builds first.
 */
export function entry(from: string, relative: string): URL {
  const url = new URL(relative, from)
  if (from.endsWith('.ts')) url.pathname = url.pathname.replace('/src/', '/dist/')
  return url
}
