import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll
} from 'govuk-frontend'

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
for (const component of [Checkboxes, ErrorSummary, NotificationBanner, PlainRadios, ServiceNavigation, SkipLink]) {
  createAll(component)
}
