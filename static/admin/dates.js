// What is typed in a calendar field stays as it was typed, for the form to refuse if it
// is no date: the calendar would make it another day (31/02 the 3rd of March), or today.

window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
