// Sets the remembered theme before anything is painted; theme.ts keeps it up to date.
try {
  const theme = localStorage.getItem('tachograph.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // Without storage the system decides.
}
