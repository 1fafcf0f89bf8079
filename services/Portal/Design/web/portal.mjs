import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll
} from 'govuk-frontend'
import { checkSize } from './files.mjs'
import { followLead } from './owners.mjs'
import { warnBeforeTheEnd } from './session.mjs'
import { uploadFirst } from './upload.mjs'

// GOV.UK's template does this inline, which the content security policy forbids.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

// ARIA knows no aria-expanded on a radio button, and axe says so.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState ($input) {
    super.syncConditionalRevealWithInputState($input)
    $input.removeAttribute('aria-expanded')
  }
}

createAll(Button, { preventDoubleClick: true })
for (const component of [CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PlainRadios, ServiceNavigation, SkipLink]) {
  createAll(component)
}

const session = document.querySelector('[data-module="jtai-session"]')
if (session) warnBeforeTheEnd(session)

document.querySelectorAll('[data-largest-bytes]').forEach(checkSize)

document.querySelectorAll('[data-upload]').forEach(uploadFirst)

document.querySelectorAll('[data-owners-of]').forEach(followLead)
