/** Words in two languages. A table is {id: {key: text}, en: {key: text}}; `{name}` in a text is filled in. */

const KEY = 'lapak.language'

/** The language chosen on this device; Indonesian unless somebody chose English here or on a page of the server. */
export function chosenLanguage() {
  const inAddress = new URLSearchParams(location.search).get('lang')
  const language = inAddress ?? readCookie() ?? readStored() ?? document.documentElement.lang
  return language === 'en' ? 'en' : 'id'
}

const readCookie = () => /(?:^|; )lang=(id|en)/.exec(document.cookie)?.[1] ?? null

/** Remembers a language for every page of this origin, and tells the server by a cookie. */
export function rememberLanguage(language) {
  document.documentElement.lang = language
  document.cookie = `lang=${language}; path=/; max-age=31536000; samesite=lax`
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}

function readStored() {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** translator(table, language)(key, values) -> text. A key that is missing shows itself, so tests and people notice. */
export function translator(table, language) {
  const words = table[language] ?? table.id
  return (key, values = {}) => fill(words[key] ?? key, values)
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

/** Keys that one language has and the other lacks: must be empty. */
export function missingKeys(table) {
  const [indonesian, english] = [Object.keys(table.id), Object.keys(table.en)]
  return [...indonesian.filter((key) => !(key in table.en)), ...english.filter((key) => !(key in table.id))]
}
