import { afterEach, expect, it } from 'vitest'
import { applyTheme, keepTheme, readTheme } from './theme.ts'

afterEach(() => {
  localStorage.clear()
  applyTheme('system')
})

it('follows the system until another is chosen', () => {
  expect(readTheme()).toBe('system')
})

it('is kept, and drawn by an attribute of html', () => {
  keepTheme('dark')
  applyTheme(readTheme())
  expect(document.documentElement.dataset['theme']).toBe('dark')
})

it('leaves nothing behind for the system’s', () => {
  keepTheme('dark')
  applyTheme('dark')
  keepTheme('system')
  applyTheme(readTheme())
  expect(localStorage.length).toBe(0)
  expect(document.documentElement.hasAttribute('data-theme')).toBe(false)
})

it('is the system’s when what was kept is none', () => {
  localStorage.setItem('chartkey.theme', 'purple')
  expect(readTheme()).toBe('system')
})
