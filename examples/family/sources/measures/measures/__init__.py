"""Mean and deviation of what is posted: <measures><measure>1</measure>…</measures>."""

import numpy
from lxml import etree


def answer(environ, start_response):
    status, text = "200 OK", "ok\n"
    if environ["REQUEST_METHOD"] == "POST":
        status, text = summary(environ["wsgi.input"])
    start_response(status, [("content-type", "text/plain")])
    return [text.encode()]


def summary(stream):
    try:
        values = etree.parse(stream).xpath("//measure/text()")
        numbers = numpy.array(values, dtype=float)
    except (etree.XMLSyntaxError, ValueError) as error:
        return "400 Bad Request", f"{error}\n"
    if numbers.size == 0:
        return "400 Bad Request", "there is no measure\n"
    return "200 OK", f"{numbers.mean():.2f} {numbers.std():.2f}\n"
