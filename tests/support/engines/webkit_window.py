"""A window of WebKitGTK that WebKitWebDriver may drive; run by Debian's own Python, which has the bindings.

Beside what Debian's MiniBrowser is, it has a mock camera that is allowed, a phone's width, and writes what pages say on
the console to its output. Options: ``--no-camera``, ``--dark``, ``--prevent-tracking``,
``--agent=…``, ``--folder=…`` (for what it keeps and says).
"""

import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

OPTIONS = {name.lstrip("-"): value or "yes" for name, _, value in (one.partition("=") for one in sys.argv[1:])}


def write_to(path):
    """What this program and those that it starts say goes to a file: the driver keeps it to itself."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)


def kept():
    """Where it keeps storage: a private window would say nothing of errors."""
    folder = OPTIONS["folder"]
    return WebKit2.WebsiteDataManager(base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache")


def settings():
    """Those of every page."""
    made = WebKit2.Settings()
    made.set_enable_media_stream(True)
    made.set_enable_mock_capture_devices("no-camera" not in OPTIONS)
    made.set_enable_write_console_messages_to_stdout(True)
    made.set_media_playback_requires_user_gesture(True)
    if "agent" in OPTIONS:
        made.set_user_agent(OPTIONS["agent"])
    return made


def decide(_view, request):
    """What the person answers when a page wants the camera. WebKit allows its mock camera even when this says no."""
    request.allow()
    return True


def open_view(_session, context):
    """A window for the driver."""
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, settings=settings())
    view.connect("permission-request", decide)
    window = Gtk.Window(default_width=390, default_height=844)
    window.add(view)
    window.show_all()
    window.get_window().focus(0)  # there is no window manager that would
    return view


def start(context, session):
    """The driver has come."""
    about = WebKit2.ApplicationInfo()
    about.set_name("verilink")
    about.set_version(1, 0, 0)
    session.set_application_info(about)
    session.connect("create-web-view", open_view, context)


write_to(f"{OPTIONS['folder']}/said")
Gtk.init()
Gtk.Settings.get_default().set_property("gtk-enable-animations", False)
Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", "dark" in OPTIONS)
data = kept()
data.set_itp_enabled("prevent-tracking" in OPTIONS)
context = WebKit2.WebContext(website_data_manager=data)
context.set_automation_allowed(True)
context.connect("automation-started", start)
Gtk.main()
